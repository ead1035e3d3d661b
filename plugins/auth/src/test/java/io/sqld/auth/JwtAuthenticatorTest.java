package io.sqld.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sqld.api.auth.Authenticator;
import io.sqld.api.auth.AuthenticatorFactory;
import io.sqld.api.auth.Credentials;
import io.sqld.api.auth.Permission;
import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.service.Secret;
import io.sqld.api.sql.NamespaceName;
import io.sqld.testkit.AuthenticatorContract;
import io.sqld.testkit.Eventually;
import io.sqld.testkit.TestContext;
import io.sqld.testkit.TestSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwtAuthenticatorTest extends AuthenticatorContract {
    private static final NamespaceName SHOP = new NamespaceName("shop");

    @TempDir Path directory;

    private final Issuer issuer = new Issuer();

    @Override
    protected AuthenticatorFactory factory() {
        return new JwtFactory();
    }

    @Override
    protected String settings() {
        return "key = \"" + issuer.raw() + "\"";
    }

    @Override
    protected List<Credentials> accepted() {
        return List.of(bearer(issuer.token("{}")), bearer(issuer.token("{\"sub\":\"ann\",\"a\":\"ro\"}")));
    }

    @Override
    protected List<Credentials> refused() {
        String good = issuer.token("{}");
        String[] parts = good.split("\\.", -1);
        return List.of(
                bearer(new Issuer().token("{}")),
                bearer(parts[0] + "." + Issuer.encode("{\"a\":\"rw\"}") + "." + parts[2]),
                bearer(parts[0] + "." + parts[1] + "."),
                bearer(Issuer.encode("{\"alg\":\"none\"}") + "." + parts[1] + "."),
                bearer(issuer.token("{\"alg\":\"HS256\"}", "{}")),
                bearer(issuer.token("{\"alg\":\"EdDSA\",\"crit\":[\"b64\"]}", "{}")),
                bearer(issuer.token("[]")),
                bearer(issuer.token("{")),
                bearer(issuer.token("{\"a\":\"all\"}")),
                bearer(issuer.token("{\"exp\":\"soon\"}")),
                bearer(issuer.token("{\"exp\":1}")),
                bearer(issuer.token("{\"aud\":\"somebody\"}")),
                bearer(good + ".x"),
                bearer("garbage-without-dots"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                   | default | READ WRITE SCHEMA
            {}                                                   | shop    | READ WRITE SCHEMA
            {"a":"rw"}                                           | shop    | READ WRITE SCHEMA
            {"a":"ro"}                                           | shop    | READ
            {"a":"roa"}                                          | shop    | READ ATTACH
            {"id":"shop"}                                        | shop    | READ WRITE SCHEMA
            {"id":"shop"}                                        | default | none
            {"id":null,"p":null}                                 | default | READ WRITE SCHEMA
            {"id":"shop","a":"rw","p":{"ro":{"ns":["default"]}}} | default | READ
            {"id":"shop","a":"rw","p":{"ro":{"ns":["default"]}}} | shop    | none
            {"p":{"rw":{"ns":["shop","x"]}}}                     | shop    | READ WRITE SCHEMA
            {"p":{"ro":{"ns":["shop"]},"rw":{"ns":["default"]}}} | shop    | READ
            {"p":{"roa":{"ns":["shop"]}}}                        | shop    | READ ATTACH
            {"p":{"rwa":{"ns":["shop"]}}}                        | shop    | READ WRITE SCHEMA ATTACH
            {"p":{"ddl":{"ns":["shop"]}}}                        | shop    | READ WRITE SCHEMA
            {"p":{"ro":{"tags":["eu"]}}}                         | shop    | READ
            {"p":{"ro":{"tags":["us"]}}}                         | shop    | none
            {"p":{"root":{"ns":["shop"]}}}                       | shop    | none
            {"p":{}}                                             | shop    | none
            """)
    void theClaimsOfTheOriginalGiveTheRightsThatTheyGaveThere(String claims, String namespace, String rights) {
        try (var context = new TestContext(directory);
                Authenticator authenticator = start(context, settings() + ", group = eu")) {
            var name = new NamespaceName(namespace);
            if (rights.equals("none")) {
                assertThatThrownBy(() -> authenticator.authenticate(bearer(issuer.token(claims)), name))
                        .isInstanceOfSatisfying(SqldException.class,
                                e -> assertThat(e.code()).isEqualTo(ErrorCode.NAMESPACE_NOT_FOUND))
                        .hasMessage("Namespace `" + namespace + "` doesn't exist");
            } else {
                Set<Permission> expected =
                        List.of(rights.split(" ", -1)).stream().map(Permission::valueOf).collect(Collectors.toSet());
                assertThat(authenticator.authenticate(bearer(issuer.token(claims)), name).permissions())
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void aTokenHasItsTime() {
        long now = Instant.now().getEpochSecond();
        try (var context = new TestContext(directory);
                Authenticator authenticator = start(context, settings() + ", leeway = 30s")) {
            assertThat(refusal(authenticator, "{\"exp\":" + (now + 100) + "}")).isEmpty();
            assertThat(refusal(authenticator, "{\"exp\":" + (now - 5) + "}")).isEmpty();
            assertThat(refusal(authenticator, "{\"exp\":" + (now - 100) + "}")).isEqualTo("The JWT has expired");
            assertThat(refusal(authenticator, "{\"nbf\":" + (now - 100) + "}")).isEmpty();
            assertThat(refusal(authenticator, "{\"nbf\":" + (now + 5) + "}")).isEmpty();
            assertThat(refusal(authenticator, "{\"nbf\":" + (now + 100.5) + "}"))
                    .isEqualTo("The JWT is not valid yet");
        }
    }

    @Test
    void aTokenForAnotherAudienceIsForAnotherAudience() {
        try (var context = new TestContext(directory);
                Authenticator authenticator = start(context, settings() + ", audience = sqld")) {
            assertThat(refusal(authenticator, "{\"aud\":\"sqld\"}")).isEmpty();
            assertThat(refusal(authenticator, "{\"aud\":[\"x\",\"sqld\"]}")).isEmpty();
            assertThat(refusal(authenticator, "{}")).isEmpty();
            assertThat(refusal(authenticator, "{\"aud\":[\"x\"]}")).isEqualTo("The JWT is invalid");
        }
    }

    @Test
    void strangersCannotMakeTheServerCheckWithoutEnd() {
        try (var context = new TestContext(directory);
                Authenticator authenticator = start(context, settings() + ", attempts-per-second-max = 2")) {
            assertThat(accepts(authenticator, issuer)).isTrue();
            assertThatThrownBy(() -> {
                for (int i = 0; i < 100; i++) {
                    refusal(authenticator, "{\"sub\":\"" + i + "\"}");
                    authenticator.authenticate(bearer(issuer.token("{\"sub\":\"again " + i + "\"}")), SHOP);
                }
            }).isInstanceOfSatisfying(SqldException.class, e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED);
                assertThat(e.message()).contains("jwt.attempts-per-second-max");
            });
            assertThat(accepts(authenticator, issuer)).as("checked before").isTrue();
        }
    }

    @Test
    void keysAreReadAgainAndOldOnesEnd() throws IOException {
        var second = new Issuer();
        Path file = Files.writeString(directory.resolve("keys"), issuer.pem());
        try (var context = new TestContext(directory);
                Authenticator authenticator =
                        start(context, "reload-interval = 10ms, key-file = \"" + file + "\"")) {
            assertThat(accepts(authenticator, issuer)).isTrue();
            assertThat(accepts(authenticator, second)).isFalse();
            Files.writeString(file, issuer.pem() + second.pem());
            Eventually.await("both keys count", () -> accepts(authenticator, second));
            assertThat(accepts(authenticator, issuer)).isTrue();
            Files.writeString(file, second.raw());
            Eventually.await("the first key ends", () -> !accepts(authenticator, issuer));
            Files.writeString(file, "");
            assertThat(accepts(authenticator, second)).isTrue();
        }
    }

    @Test
    void keysOfTheWrongKindAreNamed() throws IOException {
        Path file = Files.writeString(directory.resolve("keys"), issuer.privatePem());
        try (var context = new TestContext(directory)) {
            assertThatThrownBy(() -> start(context, "key-file = \"" + file + "\""))
                    .hasMessageContaining("jwt.key-file")
                    .hasMessageContaining("PRIVATE KEY");
            Files.writeString(file, "c2hvcnQ");
            assertThatThrownBy(() -> start(context, "key-file = \"" + file + "\""))
                    .hasMessageContaining("5 bytes");
            Files.delete(file);
            assertThatThrownBy(() -> start(context, "key-file = \"" + file + "\""))
                    .hasMessageContaining("there is no file");
        }
        assertThat(TestSettings.problems(factory(), "")).anySatisfy(
                problem -> assertThat(problem).contains("jwt.key-file").contains("sqld token"));
        assertThat(TestSettings.problems(factory(), "key = \"?\"")).anySatisfy(
                problem -> assertThat(problem).contains("jwt.key"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "...", "a.b.c", "é.é.é", "====.====.===="})
    void garbageIsJustInvalid(String token) {
        try (var context = new TestContext(directory); Authenticator authenticator = start(context, settings())) {
            assertThatThrownBy(() -> authenticator.authenticate(bearer(token), SHOP))
                    .isInstanceOfSatisfying(SqldException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAUTHENTICATED))
                    .hasMessage("The JWT is invalid");
        }
    }

    private Authenticator start(TestContext context, String settings) {
        Authenticator authenticator = TestSettings.create(factory(), context, settings);
        authenticator.start();
        return authenticator;
    }

    private static boolean accepts(Authenticator authenticator, Issuer issuer) {
        try {
            return !authenticator.authenticate(bearer(issuer.token("{}")), SHOP).name().isEmpty();
        } catch (SqldException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
            return false;
        }
    }

    private String refusal(Authenticator authenticator, String claims) {
        try {
            authenticator.authenticate(bearer(issuer.token(claims)), SHOP);
            return "";
        } catch (SqldException e) {
            return e.message();
        }
    }

    private static Credentials bearer(String token) {
        return new Credentials.Bearer(Secret.of(token));
    }
}
