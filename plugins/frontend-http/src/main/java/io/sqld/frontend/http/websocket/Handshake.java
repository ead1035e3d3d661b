package io.sqld.frontend.http.websocket;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The opening handshake (RFC 6455, section 4.2), as far as it is in the header of the request. */
public final class Handshake {
    /** The one version there is. */
    public static final String VERSION = "13";

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_BYTES = 16;

    private Handshake() {}

    /** {@return whether the client asks for a WebSocket at all} */
    public static boolean wanted(HttpHeaders request) {
        return request.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                && request.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
    }

    /** {@return whether it speaks the version that is spoken here} */
    public static boolean knownVersion(HttpHeaders request) {
        return VERSION.equals(request.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION));
    }

    /** {@return whether its key is one} */
    public static boolean validKey(HttpHeaders request) {
        String key = request.get(HttpHeaderNames.SEC_WEBSOCKET_KEY, "");
        try {
            return Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    /** {@return the subprotocols that the client offers, as it spells them} */
    public static List<String> subprotocols(HttpHeaders request) {
        var offered = new ArrayList<String>();
        for (String line : request.getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL)) {
            for (String name : line.split(",", -1)) {
                offered.add(name.strip());
            }
        }
        return offered;
    }

    /** Adds what makes {@code response} the server's side of the handshake. */
    public static void answer(HttpHeaders request, HttpHeaders response) {
        response.set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
                .set(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT, accept(request.get(HttpHeaderNames.SEC_WEBSOCKET_KEY, "")));
    }

    static String accept(String key) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
