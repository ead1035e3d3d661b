package io.sqld.testkit;

import io.sqld.api.auth.AuthenticationMethod;
import io.sqld.api.auth.Authenticator;
import io.sqld.api.auth.Credentials;
import io.sqld.api.auth.Identity;
import io.sqld.api.auth.ScramLogin;
import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.service.Secret;
import io.sqld.api.sql.NamespaceName;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Predicate;

/** An authenticator that a test can see through. */
public final class TestAuthenticator implements Authenticator {
    private final Set<AuthenticationMethod> methods;
    private final Predicate<Credentials> accepted;

    private TestAuthenticator(Set<AuthenticationMethod> methods, Predicate<Credentials> accepted) {
        this.methods = methods;
        this.accepted = accepted;
    }

    /** {@return one that lets everybody do everything} */
    public static TestAuthenticator open() {
        return new TestAuthenticator(
                Set.of(AuthenticationMethod.CLAIM, AuthenticationMethod.PASSWORD, AuthenticationMethod.BEARER),
                any -> true);
    }

    /** {@return one that accepts one user's password, and nothing else} */
    public static TestAuthenticator password(String user, String password) {
        return new TestAuthenticator(
                Set.of(AuthenticationMethod.PASSWORD), new Credentials.Password(user, Secret.of(password))::equals);
    }

    /** {@return one that accepts one bearer token, and nothing else} */
    public static TestAuthenticator token(String token) {
        return new TestAuthenticator(
                Set.of(AuthenticationMethod.BEARER), new Credentials.Bearer(Secret.of(token))::equals);
    }

    /** {@return one that accepts one user's password, shown or proven, and nothing else} */
    public static Authenticator scram(String user, String password) {
        return new Proving(password(user, password), user, password);
    }

    @Override
    public Set<AuthenticationMethod> methods() {
        return methods;
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

    /** Accepts proofs too. */
    private record Proving(Authenticator shown, String user, String password) implements Authenticator {
        private static final byte[] SALT = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
        private static final int ITERATIONS = 4096;

        @Override
        public Set<AuthenticationMethod> methods() {
            return Set.of(AuthenticationMethod.PASSWORD, AuthenticationMethod.SCRAM);
        }

        @Override
        public Identity authenticate(Credentials credentials, NamespaceName namespace) {
            return shown.authenticate(credentials, namespace);
        }

        @Override
        public ScramLogin scram(String claimed) {
            return new ScramLogin() {
                @Override
                public byte[] salt() {
                    return SALT.clone();
                }

                @Override
                public int iterations() {
                    return ITERATIONS;
                }

                @Override
                public Accepted finish(String authMessage, byte[] proof, NamespaceName namespace) {
                    var expected = new ScramProof(password, SALT, ITERATIONS);
                    if (!claimed.equals(user) || !Arrays.equals(expected.proof(authMessage), proof)) {
                        throw new SqldException(ErrorCode.UNAUTHENTICATED, "authentication failed");
                    }
                    return accepted(expected.serverSignature(authMessage));
                }
            };
        }

        private ScramLogin.Accepted accepted(byte[] signature) {
            return new ScramLogin.Accepted() {
                @Override
                public Identity identity() {
                    return Identity.unrestricted(user);
                }

                @Override
                public byte[] serverSignature() {
                    return signature;
                }
            };
        }

        @Override
        public void start() {}

        @Override
        public void close() {}
    }
}
