package io.sqld.auth;

import io.sqld.api.auth.AuthenticationMethod;
import io.sqld.api.auth.Authenticator;
import io.sqld.api.auth.Credentials;
import io.sqld.api.auth.Identity;
import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.service.Metrics;
import io.sqld.api.service.Secret;
import io.sqld.api.service.ServiceContext;
import io.sqld.api.sql.NamespaceName;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Believes what tokens say that were signed with one of its keys. */
final class JwtAuthenticator implements Authenticator {
    private static final Set<AuthenticationMethod> METHODS = Set.of(AuthenticationMethod.BEARER);
    private static final int REMEMBERED_MAX = 10_000;

    private final JwtSettings settings;
    private final ServiceContext context;
    private final DigestKey digests = new DigestKey(new SecureRandom());
    private final Remembered<Verified> verified = new Remembered<>(REMEMBERED_MAX);
    private final AttemptLimit attempts;
    private final Metrics.Counter failures;
    private @Nullable WatchedFile<KeyRing> file;
    private Supplier<KeyRing> keys;

    /** What a token says, and the keys of the time. */
    private record Verified(KeyRing keys, Claims claims) {}

    JwtAuthenticator(JwtSettings settings, ServiceContext context) {
        this.settings = settings;
        this.context = context;
        this.attempts = new AttemptLimit(settings.attemptsPerSecondMax(), System::nanoTime);
        var configured = new KeyRing(settings.keys());
        this.keys = () -> configured;
        this.failures = context.metrics()
                .counter("sqld_auth_token_failures_total", "Tokens that are invalid, too old or too new.");
    }

    @Override
    public void start() {
        Optional<Path> named = settings.keyFile();
        if (named.isEmpty()) {
            return;
        }
        WatchedFile<KeyRing> opened = WatchedFile.open(
                named.get(),
                settings.keyFileKey(),
                content -> {
                    var all = new ArrayList<>(TokenKey.parse(content));
                    all.addAll(settings.keys());
                    return new KeyRing(all);
                },
                settings.reloadInterval(),
                context.threads("auth"));
        file = opened;
        keys = opened::value;
    }

    @Override
    public Set<AuthenticationMethod> methods() {
        return METHODS;
    }

    @Override
    public Identity authenticate(Credentials credentials, NamespaceName namespace) {
        return switch (credentials) {
            case Credentials.Bearer(Secret token) -> check(token.reveal(), namespace);
            case Credentials.Claimed _,Credentials.Password _ ->
                    throw new SqldException(ErrorCode.UNAUTHENTICATED, "a token is needed");
        };
    }

    private Identity check(String token, NamespaceName namespace) {
        KeyRing current = keys.get();
        byte[] digest = digests.of(token, "");
        Claims claims = verified.find(digest)
                .filter(earlier -> earlier.keys() == current)
                .map(Verified::claims)
                .orElseGet(() -> verify(token, digest, current));
        double now = context.clock().millis() / 1000.0;
        double leeway = settings.leeway().toMillis() / 1000.0;
        if (claims.expiresSeconds().filter(expires -> now > expires + leeway).isPresent()) {
            throw refused("The JWT has expired");
        }
        if (claims.notBeforeSeconds().filter(begins -> now < begins - leeway).isPresent()) {
            throw refused("The JWT is not valid yet");
        }
        return Grants.identity(claims.subject(), namespace, claims.permissions(namespace, settings.group()));
    }

    private Claims verify(String token, byte[] digest, KeyRing current) {
        if (!attempts.take()) {
            throw new SqldException(
                    ErrorCode.OVERLOADED,
                    "too many tokens to check; try again in a second (jwt.attempts-per-second-max is "
                            + settings.attemptsPerSecondMax() + ")");
        }
        Claims claims;
        try {
            claims = SignedToken.parse(token).claims(current);
        } catch (IllegalArgumentException _) {
            throw refused("The JWT is invalid");
        }
        if (!claims.audience().isEmpty() && settings.audience().filter(claims.audience()::contains).isEmpty()) {
            throw refused("The JWT is invalid");
        }
        verified.add(digest, new Verified(current, claims));
        return claims;
    }

    private SqldException refused(String why) {
        failures.add(1);
        return new SqldException(ErrorCode.UNAUTHENTICATED, why);
    }

    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
    }
}
