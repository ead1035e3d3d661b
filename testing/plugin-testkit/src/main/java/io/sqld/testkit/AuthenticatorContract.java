package io.sqld.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sqld.api.auth.Authenticator;
import io.sqld.api.auth.AuthenticatorFactory;
import io.sqld.api.auth.Credentials;
import io.sqld.api.auth.Identity;
import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.service.Secret;
import io.sqld.api.sql.NamespaceName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
                        .satisfies(e -> assertThat(e.message()).doesNotContain(secret(credentials)));
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

    private Authenticator start() {
        Authenticator authenticator = TestSettings.create(factory(), new TestContext(directory), settings());
        authenticator.start();
        return authenticator;
    }

    private static String secret(Credentials credentials) {
        return switch (credentials) {
            case Credentials.Claimed(String user) -> user.isEmpty() ? "\0" : user;
            case Credentials.Password(String user, Secret password) -> password.reveal();
            case Credentials.Bearer(Secret token) -> token.reveal();
        };
    }
}
