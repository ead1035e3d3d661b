package io.sqld.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sqld.api.auth.AuthenticationMethod;
import io.sqld.api.auth.Authenticator;
import io.sqld.api.auth.AuthenticatorFactory;
import io.sqld.api.auth.Credentials;
import io.sqld.api.auth.Identity;
import io.sqld.api.auth.ScramLogin;
import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.service.Secret;
import io.sqld.api.sql.NamespaceName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every authenticator must do. */
public abstract class AuthenticatorContract {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the test
    Path directory;

    /** {@return the authenticator under test} */
    protected abstract AuthenticatorFactory factory();

    /** {@return HOCON in the factory's section} */
    protected abstract String settings();

    /** {@return credentials that these settings accept, at least one} */
    protected abstract List<Credentials> accepted();

    /** {@return credentials that these settings refuse; none if everybody is let in} */
    protected abstract List<Credentials> refused();

    @Test
    void whoeverIsKnownGetsAnIdentity() {
        try (Authenticator authenticator = start()) {
            assertThat(accepted()).isNotEmpty().allSatisfy(credentials -> {
                Identity identity = authenticator.authenticate(credentials, NamespaceName.DEFAULT);
                assertThat(identity.name()).isNotBlank();
                assertThat(identity.permissions()).isNotEmpty();
            });
        }
    }

    @Test
    void whoeverIsNotIsToldNothing() {
        try (Authenticator authenticator = start()) {
            for (Credentials credentials : refused()) {
                assertThatExceptionOfType(SqldException.class)
                        .isThrownBy(() -> authenticator.authenticate(credentials, NamespaceName.DEFAULT))
                        .satisfies(e -> assertThat(e.code()).isIn(ErrorCode.UNAUTHENTICATED,
                                ErrorCode.PERMISSION_DENIED))
                        .satisfies(e -> assertThat(e.message()).doesNotContain(visible(secret(credentials))));
            }
        }
    }

    @Test
    void itAnswersManyThreadsAtOnce() throws Exception {
        try (Authenticator authenticator = start(); ExecutorService threads = Executors.newFixedThreadPool(8)) {
            var identities = new ArrayList<Future<Identity>>();
            for (int i = 0; i < 200; i++) {
                Credentials credentials = accepted().get(i % accepted().size());
                identities.add(threads.submit(() -> authenticator.authenticate(credentials, NamespaceName.DEFAULT)));
            }
            for (int i = 0; i < identities.size(); i++) {
                assertThat(identities.get(i).get()).isEqualTo(
                        authenticator.authenticate(accepted().get(i % accepted().size()), NamespaceName.DEFAULT));
            }
        }
    }

    @Test
    void itTakesNothingButWhatItsMethodsSay() {
        try (Authenticator authenticator = start()) {
            Set<AuthenticationMethod> methods = authenticator.methods();
            assertThat(methods).isNotEmpty();
            assertThat(accepted()).allSatisfy(credentials -> assertThat(methods).contains(method(credentials)));
            if (methods.contains(AuthenticationMethod.CLAIM)) {
                return;
            }
            for (Credentials foreign : List.of(new Credentials.Claimed("ann"), new Credentials.Claimed(""),
                    new Credentials.Password("ann", Secret.of("x")), new Credentials.Bearer(Secret.of("x")))) {
                assertThatExceptionOfType(SqldException.class)
                        .isThrownBy(() -> authenticator.authenticate(foreign, NamespaceName.DEFAULT))
                        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAUTHENTICATED));
            }
        }
    }

    @Test
    void whoeverMayShowAPasswordMayProveIt() {
        try (Authenticator authenticator = start()) {
            if (!authenticator.methods().contains(AuthenticationMethod.SCRAM)) {
                assertThatExceptionOfType(SqldException.class).isThrownBy(() -> authenticator.scram("ann"))
                        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED));
                return;
            }
            for (Credentials credentials : accepted()) {
                if (credentials instanceof Credentials.Password(String user, Secret password)) {
                    ScramLogin login = authenticator.scram(user);
                    var client = new ScramProof(password.reveal(), login.salt(), login.iterations());
                    ScramLogin.Accepted result =
                            login.finish("n=a,r=b", client.proof("n=a,r=b"), NamespaceName.DEFAULT);
                    assertThat(result.serverSignature()).isEqualTo(client.serverSignature("n=a,r=b"));
                    assertThat(result.identity())
                            .isEqualTo(authenticator.authenticate(credentials, NamespaceName.DEFAULT));
                }
            }
        }
    }

    @Test
    void nobodyLearnsWhetherAUserExists() {
        try (Authenticator authenticator = start()) {
            if (!authenticator.methods().contains(AuthenticationMethod.SCRAM)) {
                return;
            }
            ScramLogin stranger = authenticator.scram("no such user");
            assertThat(authenticator.scram("no such user").salt()).isEqualTo(stranger.salt());
            assertThat(authenticator.scram("another").salt()).isNotEqualTo(stranger.salt());
            for (Credentials credentials : accepted()) {
                if (credentials instanceof Credentials.Password(String user, Secret password)) {
                    ScramLogin known = authenticator.scram(user);
                    assertThat(stranger.iterations()).isEqualTo(known.iterations());
                    assertThat(stranger.salt()).hasSameSizeAs(known.salt());
                    var wrong = new ScramProof(password.reveal() + "x", known.salt(), known.iterations());
                    var strange = new ScramProof(password.reveal(), stranger.salt(), stranger.iterations());
                    assertThat(refusal(known, wrong.proof("m"))).isEqualTo(refusal(stranger, strange.proof("m")));
                    assertThat(refusal(known, new byte[0])).isEqualTo(refusal(known, new byte[1000]));
                }
            }
        }
    }

    private static String refusal(ScramLogin login, byte[] proof) {
        try {
            login.finish("m", proof, NamespaceName.DEFAULT);
            throw new AssertionError("a wrong proof was accepted");
        } catch (SqldException e) {
            return e.code() + e.message();
        }
    }

    private static AuthenticationMethod method(Credentials credentials) {
        return switch (credentials) {
            case Credentials.Claimed _ -> AuthenticationMethod.CLAIM;
            case Credentials.Password _ -> AuthenticationMethod.PASSWORD;
            case Credentials.Bearer _ -> AuthenticationMethod.BEARER;
        };
    }

    private Authenticator start() {
        Authenticator authenticator = TestSettings.create(factory(), new TestContext(directory), settings());
        authenticator.start();
        return authenticator;
    }

    /** {@return the secret, or what no message holds if it is empty} */
    private static String visible(String secret) {
        return secret.isEmpty() ? "\0" : secret;
    }

    private static String secret(Credentials credentials) {
        return switch (credentials) {
            case Credentials.Claimed(String user) -> user;
            case Credentials.Password(String user, Secret password) -> password.reveal();
            case Credentials.Bearer(Secret token) -> token.reveal();
        };
    }
}
