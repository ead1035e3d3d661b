package io.sqld.frontend.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.sqld.api.auth.Authenticator;
import io.sqld.api.auth.Credentials;
import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.frontend.Gateway;
import io.sqld.api.service.Secret;
import io.sqld.api.sql.NamespaceName;
import io.sqld.frontend.http.hrana.Base64Text;
import io.sqld.frontend.http.hrana.StreamOwner;
import io.sqld.frontend.http.json.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds out from the header of a request who sends it and which database it means. Thread-safe. */
final class Access {
    private static final String BEARER = "Bearer";
    private static final String BASIC = "Basic";
    private static final Pattern ADDRESS = Pattern.compile("\\[.*|[0-9.]+(:[0-9]*)?");

    private final Gateway gateway;
    private final Authenticator authenticator;

    Access(Gateway gateway, Authenticator authenticator) {
        this.gateway = gateway;
        this.authenticator = authenticator;
    }

    /**
     * {@return who may use which database}
     *
     * @throws SqldException if it is nobody, or not allowed, or there is no such database
     */
    StreamOwner owner(HttpHeaders headers) {
        NamespaceName namespace = gateway.namespace(database(headers));
        return new StreamOwner(namespace, authenticator.authenticate(credentials(headers), namespace));
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
        return new StreamOwner(namespace, authenticator.authenticate(token, namespace));
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

    private static Credentials credentials(HttpHeaders headers) {
        String given = headers.get(HttpHeaderNames.AUTHORIZATION);
        if (given == null) {
            given = headers.get("x-authorization");
        }
        if (given == null) {
            return new Credentials.Claimed("");
        }
        int blank = given.indexOf(' ');
        if (blank < 0) {
            throw refused("Auth string does not conform to '<scheme> <token>' form");
        }
        String scheme = given.substring(0, blank);
        String token = given.substring(blank + 1).strip();
        if (scheme.equalsIgnoreCase(BEARER)) {
            return new Credentials.Bearer(Secret.of(token));
        }
        if (scheme.equalsIgnoreCase(BASIC)) {
            return password(token);
        }
        throw refused("The authentication scheme in the `Authorization` HTTP header is not supported");
    }

    private static Credentials password(String token) {
        String pair = Base64Text.decode(Bytes.of(token.getBytes(StandardCharsets.ISO_8859_1)))
                .map(Bytes::text)
                .orElse("");
        int colon = pair.indexOf(':');
        if (colon < 0) {
            throw refused("The `Basic` HTTP authentication credentials are not a name and a password in base64");
        }
        return new Credentials.Password(pair.substring(0, colon), Secret.of(pair.substring(colon + 1)));
    }

    private static SqldException refused(String message) {
        return new SqldException(ErrorCode.UNAUTHENTICATED, message);
    }
}
