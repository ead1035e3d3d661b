package io.sqld.frontend.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import io.sqld.api.auth.AuthenticationMethod;
import io.sqld.api.auth.Authenticator;
import io.sqld.api.auth.Credentials;
import io.sqld.api.auth.Identity;
import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.frontend.Gateway;
import io.sqld.api.service.Secret;
import io.sqld.api.sql.NamespaceName;
import io.sqld.frontend.http.hrana.Base64Text;
import io.sqld.frontend.http.hrana.StreamOwner;
import io.sqld.frontend.http.json.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds out from the header of a request who sends it and which database it means. Thread-safe. */
final class Access {
    private static final String BEARER = "Bearer";
    private static final String BASIC = "Basic";
    private static final Credentials NOBODY = new Credentials.Claimed("");
    private static final Pattern ADDRESS = Pattern.compile("\\[.*|[0-9.]+(:[0-9]*)?");

    private final Gateway gateway;
    private final Authenticator authenticator;
    private final Set<AuthenticationMethod> methods;
    private final boolean open;

    Access(Gateway gateway, Authenticator authenticator) {
        this.gateway = gateway;
        this.authenticator = authenticator;
        this.methods = Set.copyOf(authenticator.methods());
        this.open = methods.contains(AuthenticationMethod.CLAIM);
    }

    /**
     * {@return who may use which database}
     *
     * @throws SqldException if it is nobody, or not allowed, or there is no such database
     */
    StreamOwner owner(HttpHeaders headers) {
        NamespaceName namespace = gateway.namespace(database(headers));
        return new StreamOwner(namespace, identity(credentials(headers), namespace));
    }

    /** {@return the values of {@code WWW-Authenticate}: what a client may show} */
    static List<AsciiString> challenges(Authenticator authenticator) {
        var challenges = new ArrayList<AsciiString>(2);
        if (authenticator.methods().contains(AuthenticationMethod.BEARER)) {
            challenges.add(AsciiString.cached("Bearer realm=\"sqld\""));
        }
        if (authenticator.methods().contains(AuthenticationMethod.PASSWORD)) {
            challenges.add(AsciiString.cached("Basic realm=\"sqld\", charset=\"UTF-8\""));
        }
        return challenges;
    }

    private Identity identity(Credentials credentials, NamespaceName namespace) {
        try {
            return authenticator.authenticate(credentials, namespace);
        } catch (SqldException e) {
            if (e.code() == ErrorCode.UNAUTHENTICATED && credentials instanceof Credentials.Password) {
                throw refused("The `Basic` HTTP authentication credentials were rejected");
            }
            throw e;
        }
    }

    /**
     * {@return who may use which database, for a client that says so on a WebSocket}
     *
     * @param headers of the handshake: they name the database, and count where there is no token
     * @param jwt the token of its {@code hello}
     * @throws SqldException as {@link #owner(HttpHeaders)}
     */
    StreamOwner owner(HttpHeaders headers, Optional<String> jwt) {
        if (jwt.isEmpty()) {
            return owner(headers);
        }
        NamespaceName namespace = gateway.namespace(database(headers));
        Credentials token = new Credentials.Bearer(Secret.of(jwt.get()));
        return new StreamOwner(namespace, identity(token, namespace));
    }

    private static String database(HttpHeaders headers) {
        String encoded = headers.get("x-namespace-bin");
        if (encoded != null) {
            return Base64Text.decode(Bytes.of(encoded.getBytes(StandardCharsets.ISO_8859_1)))
                    .orElseThrow(() -> new SqldException(
                            ErrorCode.NAMESPACE_INVALID, "Invalid namespace bytes: x-namespace-bin is not base64"))
                    .text();
        }
        String plain = headers.get("x-namespace");
        if (plain != null) {
            return plain;
        }
        return ofHost(headers.get(HttpHeaderNames.HOST));
    }

    /** The label before the first dot of a host name; an address names no database. */
    private static String ofHost(@Nullable String host) {
        int dot = host == null ? -1 : host.indexOf('.');
        if (host == null || dot <= 0 || ADDRESS.matcher(host).matches()) {
            return NamespaceName.DEFAULT.value();
        }
        return host.substring(0, dot);
    }

    private Credentials credentials(HttpHeaders headers) {
        String given = headers.get(HttpHeaderNames.AUTHORIZATION);
        if (given == null) {
            given = headers.get("x-authorization");
        }
        if (given == null) {
            if (open) {
                return NOBODY;
            }
            throw refused("Expected authorization header but none given");
        }
        int blank = given.indexOf(' ');
        if (blank < 0) {
            if (open) {
                return NOBODY;
            }
            throw refused("Auth string does not conform to '<scheme> <token>' form");
        }
        String scheme = given.substring(0, blank);
        String token = given.substring(blank + 1).strip();
        if (open) {
            // Whoever is let in anyway is not asked for a scheme that we know; a name is welcome.
            return scheme.equalsIgnoreCase(BASIC) ? password(token).orElse(NOBODY) : NOBODY;
        }
        if (scheme.equalsIgnoreCase(BEARER) && methods.contains(AuthenticationMethod.BEARER)) {
            return new Credentials.Bearer(Secret.of(token));
        }
        if (scheme.equalsIgnoreCase(BASIC) && methods.contains(AuthenticationMethod.PASSWORD)) {
            return password(token).orElseThrow(() -> refused(
                    "The `Basic` HTTP authentication credentials are not a name and a password in base64"));
        }
        throw refused("The authentication scheme in the `Authorization` HTTP header is not supported");
    }

    private static Optional<Credentials> password(String token) {
        String pair = Base64Text.decode(Bytes.of(token.getBytes(StandardCharsets.ISO_8859_1)))
                .map(Bytes::text)
                .orElse("");
        int colon = pair.indexOf(':');
        return colon < 0
                ? Optional.empty()
                : Optional.of(
                        new Credentials.Password(pair.substring(0, colon), Secret.of(pair.substring(colon + 1))));
    }

    private static SqldException refused(String message) {
        return new SqldException(ErrorCode.UNAUTHENTICATED, message);
    }
}
