package io.sqld.auth;

import io.sqld.api.auth.AuthenticationMethod;
import io.sqld.api.auth.Authenticator;
import io.sqld.api.auth.Credentials;
import io.sqld.api.auth.Identity;
import io.sqld.api.auth.ScramLogin;
import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.service.Metrics;
import io.sqld.api.service.Secret;
import io.sqld.api.service.ServiceContext;
import io.sqld.api.sql.NamespaceName;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Knows users by their passwords, of which it has only verifiers. */
final class PasswordAuthenticator implements Authenticator {
    private static final Set<AuthenticationMethod> METHODS =
            Set.of(AuthenticationMethod.PASSWORD, AuthenticationMethod.SCRAM);
    private static final int REMEMBERED_MAX = 10_000;

    private final PasswordSettings settings;
    private final ServiceContext context;
    private final SecureRandom random = new SecureRandom();
    private final DigestKey digests = new DigestKey(random);
    private final Remembered<Proven> proven = new Remembered<>(REMEMBERED_MAX);
    private final AttemptLimit attempts;
    private final Metrics.Counter failures;
    private @Nullable WatchedFile<Users> file;
    private Supplier<Users> users = () -> Users.of(List.of());

    /** Who has proven a password, among which users. */
    private record Proven(Users users, Users.User user) {}

    PasswordAuthenticator(PasswordSettings settings, ServiceContext context) {
        this.settings = settings;
        this.context = context;
        this.attempts = new AttemptLimit(settings.attemptsPerSecondMax(), System::nanoTime);
        this.failures = context.metrics()
                .counter("sqld_auth_password_failures_total", "Wrong passwords and unknown users.");
    }

    @Override
    public void start() {
        List<Users.User> fixed = settings.single().map(this::single).map(List::of).orElse(List.of());
        Optional<Path> named = settings.usersFile();
        if (named.isEmpty()) {
            Users alone = Users.of(fixed);
            users = () -> alone;
            return;
        }
        WatchedFile<Users> opened = WatchedFile.open(
                named.get(),
                settings.usersFileKey(),
                content -> {
                    var all = new ArrayList<>(Users.parse(content));
                    all.addAll(fixed);
                    return Users.of(all);
                },
                settings.reloadInterval(),
                context.threads("auth"));
        file = opened;
        users = opened::value;
    }

    private Users.User single(PasswordSettings.Login login) {
        var salt = new byte[ScramVerifier.SALT_BYTES];
        random.nextBytes(salt);
        return new Users.User(
                login.user(),
                ScramVerifier.of(login.password().reveal(), salt, ScramVerifier.ITERATIONS),
                Grants.parse(List.of("*=all")));
    }

    @Override
    public Set<AuthenticationMethod> methods() {
        return METHODS;
    }

    @Override
    public Identity authenticate(Credentials credentials, NamespaceName namespace) {
        return switch (credentials) {
            case Credentials.Password(String user, Secret password) -> check(user, password.reveal(), namespace);
            case Credentials.Claimed _,Credentials.Bearer _ ->
                    throw new SqldException(ErrorCode.UNAUTHENTICATED, "a user name and a password are needed");
        };
    }

    private Identity check(String name, String password, NamespaceName namespace) {
        Users current = users.get();
        byte[] digest = digests.of(name, password);
        Optional<Proven> known = proven.find(digest).filter(earlier -> earlier.users() == current);
        if (known.isPresent()) {
            return identity(known.get().user(), namespace);
        }
        if (!attempts.take()) {
            throw new SqldException(
                    ErrorCode.OVERLOADED,
                    "too many passwords to check; try again in a second (password.attempts-per-second-max is "
                            + settings.attemptsPerSecondMax() + ")");
        }
        Optional<Users.User> user = current.find(name);
        // One hash in any case: the time does not tell whether the user exists.
        boolean matches = user.map(Users.User::verifier).orElseGet(() -> nobody(name)).matches(password);
        if (user.isEmpty() || !matches) {
            throw refused();
        }
        proven.add(digest, new Proven(current, user.get()));
        return identity(user.get(), namespace);
    }

    @Override
    public ScramLogin scram(String user) {
        Optional<Users.User> found = users.get().find(user);
        return new Login(found, found.map(Users.User::verifier).orElseGet(() -> nobody(user)));
    }

    /** {@return the verifier of a user that does not exist, the same each time} Nobody knows its password. */
    private ScramVerifier nobody(String name) {
        byte[] salt = Arrays.copyOf(digests.of(name, ""), ScramVerifier.SALT_BYTES);
        return new ScramVerifier(salt, ScramVerifier.ITERATIONS, digests.of(name, "stored"),
                digests.of(name, "server"));
    }

    private SqldException refused() {
        failures.add(1);
        return new SqldException(ErrorCode.UNAUTHENTICATED, "the user name or the password is wrong");
    }

    private static Identity identity(Users.User user, NamespaceName namespace) {
        return user.grants().identity(user.name(), namespace);
    }

    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
    }

    private final class Login implements ScramLogin {
        private final Optional<Users.User> user;
        private final ScramVerifier verifier;

        private Login(Optional<Users.User> user, ScramVerifier verifier) {
            this.user = user;
            this.verifier = verifier;
        }

        @Override
        public byte[] salt() {
            return verifier.salt();
        }

        @Override
        public int iterations() {
            return verifier.iterations();
        }

        @Override
        public Accepted finish(String authMessage, byte[] proof, NamespaceName namespace) {
            if (!verifier.proves(authMessage, proof) || user.isEmpty()) {
                throw refused();
            }
            return new Success(identity(user.get(), namespace), verifier.serverSignature(authMessage));
        }
    }

    private static final class Success implements ScramLogin.Accepted {
        private final Identity identity;
        private final byte[] serverSignature;

        private Success(Identity identity, byte[] serverSignature) {
            this.identity = identity;
            this.serverSignature = serverSignature;
        }

        @Override
        public Identity identity() {
            return identity;
        }

        @Override
        public byte[] serverSignature() {
            return serverSignature.clone();
        }
    }
}
