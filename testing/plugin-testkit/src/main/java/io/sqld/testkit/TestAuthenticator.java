package io.sqld.testkit;

import io.sqld.api.auth.Authenticator;
import io.sqld.api.auth.Credentials;
import io.sqld.api.auth.Identity;
import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.service.Secret;
import io.sqld.api.sql.NamespaceName;
import java.util.function.Predicate;

/** An authenticator that a test can see through. */
public final class TestAuthenticator implements Authenticator {
    private final Predicate<Credentials> accepted;

    private TestAuthenticator(Predicate<Credentials> accepted) {
        this.accepted = accepted;
    }

    /** {@return one that lets everybody do everything} */
    public static TestAuthenticator open() {
        return new TestAuthenticator(any -> true);
    }

    /** {@return one that accepts one user's password, and nothing else} */
    public static TestAuthenticator password(String user, String password) {
        return new TestAuthenticator(new Credentials.Password(user, Secret.of(password))::equals);
    }

    /** {@return one that accepts one bearer token, and nothing else} */
    public static TestAuthenticator token(String token) {
        return new TestAuthenticator(new Credentials.Bearer(Secret.of(token))::equals);
    }

    @Override
    public Identity authenticate(Credentials credentials, NamespaceName namespace) {
        if (!accepted.test(credentials)) {
            throw new SqldException(ErrorCode.UNAUTHENTICATED, "authentication failed");
        }
        return Identity.unrestricted(switch (credentials) {
            case Credentials.Claimed(String user) -> user;
            case Credentials.Password(String user, Secret password) -> user;
            case Credentials.Bearer(Secret token) -> "bearer";
        });
    }

    @Override
    public void start() {}

    @Override
    public void close() {}
}
