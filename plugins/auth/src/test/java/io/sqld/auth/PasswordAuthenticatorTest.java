package io.sqld.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sqld.api.auth.Authenticator;
import io.sqld.api.auth.AuthenticatorFactory;
import io.sqld.api.auth.Credentials;
import io.sqld.api.auth.Identity;
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
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PasswordAuthenticatorTest extends AuthenticatorContract {
    private static final NamespaceName SHOP = new NamespaceName("shop");
    private static final NamespaceName LOG = new NamespaceName("log");

    @TempDir Path directory;

    @Override
    protected AuthenticatorFactory factory() {
        return new PasswordFactory();
    }

    @Override
    protected String settings() {
        return "users-file = \"" + users("ann", "secret", "*=all", "bob", "hunter2", "shop=read log=read,write") + "\"";
    }

    @Override
    protected List<Credentials> accepted() {
        return List.of(password("ann", "secret"));
    }

    @Override
    protected List<Credentials> refused() {
        return List.of(password("ann", "secre"), password("ann", ""), password("carol", "secret"),
                password("", "secret"), password("bob", "secret"), password("ANN", "secret"));
    }

    @Test
    void aUserHasItsRightsOnEachDatabaseAndSeesNoOther() {
        try (var context = new TestContext(directory); Authenticator authenticator = start(context, settings())) {
            assertThat(authenticator.authenticate(password("bob", "hunter2"), SHOP))
                    .isEqualTo(new Identity("bob", Set.of(Permission.READ)));
            assertThat(authenticator.authenticate(password("bob", "hunter2"), LOG).permissions())
                    .containsExactlyInAnyOrder(Permission.READ, Permission.WRITE);
            assertThat(authenticator.authenticate(password("ann", "secret"), LOG).isUnrestricted()).isTrue();
            assertThatThrownBy(() -> authenticator.authenticate(password("bob", "hunter2"), NamespaceName.DEFAULT))
                    .isInstanceOfSatisfying(SqldException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.NAMESPACE_NOT_FOUND));
        }
    }

    @Test
    void aFileThatChangesCountsAtOnceAndOneThatBreaksChangesNothing() throws IOException {
        Path file = users("ann", "one", "*=all");
        try (var context = new TestContext(directory);
                Authenticator authenticator =
                        start(context, "reload-interval = 10ms, users-file = \"" + file + "\"")) {
            assertThat(accepts(authenticator, "ann", "one")).isTrue();
            Files.copy(users("ann", "two", "*=all"), file, StandardCopyOption.REPLACE_EXISTING);
            Eventually.await("the new password counts", () -> accepts(authenticator, "ann", "two"));
            assertThat(accepts(authenticator, "ann", "one")).as("remembered, and no longer right").isFalse();
            Files.writeString(file, "garbage");
            Files.writeString(file, "ann nonsense *=all");
            assertThat(accepts(authenticator, "ann", "two")).isTrue();
            Files.delete(file);
            assertThat(accepts(authenticator, "ann", "two")).isTrue();
            Files.copy(users("ann", "three", "*=all"), file);
            Eventually.await("the file is read again", () -> accepts(authenticator, "ann", "three"));
        }
    }

    @Test
    void strangersCannotMakeTheServerHashWithoutEnd() {
        try (var context = new TestContext(directory);
                Authenticator authenticator = start(context, settings() + ", attempts-per-second-max = 2")) {
            assertThat(accepts(authenticator, "ann", "secret")).isTrue();
            assertThatThrownBy(() -> {
                for (int i = 0; i < 100; i++) {
                    accepts(authenticator, "ann", "guess" + i);
                }
            }).isInstanceOfSatisfying(SqldException.class, e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED);
                assertThat(e.message()).contains("password.attempts-per-second-max");
            });
            assertThat(accepts(authenticator, "ann", "secret")).as("who has proven it before").isTrue();
        }
    }

    @Test
    void theUserOfTheOriginalsVariableMayDoEverything() {
        String basic = Base64.getEncoder().encodeToString("ann:a:b".getBytes(StandardCharsets.UTF_8));
        try (var context = new TestContext(directory);
                Authenticator authenticator = start(context, "http-auth = \"basic:" + basic + "\"")) {
            assertThat(authenticator.authenticate(password("ann", "a:b"), SHOP).isUnrestricted()).isTrue();
            assertThat(accepts(authenticator, "ann", "a")).isFalse();
        }
    }

    @Test
    void verifiersOfPostgresqlCanBeTakenOver() throws IOException {
        // RFC 7677, section 3: user "user", password "pencil".
        String verifier = ScramVerifier.of("pencil", Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ=="), 4096)
                .encoded();
        assertThat(verifier).isEqualTo("SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXk"
                + "uLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=");
        Path file = directory.resolve("imported");
        Files.writeString(file, "# from pg_authid\n\nuser " + verifier + " *=read\n");
        try (var context = new TestContext(directory);
                Authenticator authenticator = start(context, "users-file = \"" + file + "\"")) {
            assertThat(accepts(authenticator, "user", "pencil")).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            #                       | it names no user
            ann                     | line 1: a name, a verifier and rights are needed
            ann md5abc *=all        | line 1: not a verifier
            ann GOOD                | line 1: no rights
            ann GOOD read           | line 1: "read" is not a right
            ann GOOD *=reed         | line 1: "reed" is not read, write, schema, attach, admin or all
            ann GOOD a=read a=write | line 1: the database a is named twice
            """)
    void aLineThatMakesNoSenseIsNamed(String line, String message) throws IOException {
        Path file = directory.resolve("broken");
        Files.writeString(file, line.replace("GOOD", ScramVerifier.of("x", new byte[16], 1).encoded()));
        try (var context = new TestContext(directory)) {
            assertThatThrownBy(() -> start(context, "users-file = \"" + file + "\""))
                    .isInstanceOfSatisfying(SqldException.class, e -> assertThat(e.code())
                            .isEqualTo(ErrorCode.START_FAILED))
                    .hasMessageContaining(message)
                    .hasMessageContaining("password.users-file");
        }
    }

    @Test
    void nothingToKnowUsersByIsAProblemOfTheConfiguration() {
        assertThat(TestSettings.problems(factory(), "")).anySatisfy(
                problem -> assertThat(problem).contains("password.users-file").contains("sqld password"));
        assertThat(TestSettings.problems(factory(), "http-auth = always")).anySatisfy(
                problem -> assertThat(problem).contains("password.http-auth").contains("basic:BASE64"));
    }

    private Authenticator start(TestContext context, String settings) {
        Authenticator authenticator = TestSettings.create(factory(), context, settings);
        authenticator.start();
        return authenticator;
    }

    private static boolean accepts(Authenticator authenticator, String user, String password) {
        try {
            return authenticator.authenticate(password(user, password), SHOP).name().equals(user);
        } catch (SqldException e) {
            if (e.code() != ErrorCode.UNAUTHENTICATED) {
                throw e;
            }
            return false;
        }
    }

    private static Credentials password(String user, String password) {
        return new Credentials.Password(user, Secret.of(password));
    }

    /** Writes a file of users: name, password, rights. */
    private Path users(String... fields) {
        var text = new StringBuilder();
        for (int i = 0; i < fields.length; i += 3) {
            byte[] salt = fields[i].repeat(16).substring(0, 16).getBytes(StandardCharsets.US_ASCII);
            String verifier = ScramVerifier.of(fields[i + 1], salt, ScramVerifier.ITERATIONS).encoded();
            text.append(fields[i]).append(' ').append(verifier).append(' ').append(fields[i + 2]).append('\n');
        }
        try {
            return Files.writeString(Files.createTempFile(directory, "users", ""), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
