package io.sqld.auth;

import com.typesafe.config.ConfigObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A JSON web token as it is sent (<a href="https://www.rfc-editor.org/rfc/rfc7519">RFC 7519</a>, compact JWS). Nothing
 * in it is looked at before its signature has been checked, and only one algorithm is known: so it cannot choose
 * another.
 *
 * @param signed what was signed
 * @param header JSON
 * @param payload JSON
 * @param signature of the first
 */
record SignedToken(String signed, String header, String payload, String signature) {
    private static final String ALGORITHM = "EdDSA";

    /**
     * Splits a token.
     *
     * @throws IllegalArgumentException if it has not three parts
     */
    static SignedToken parse(String token) {
        int first = token.indexOf('.');
        int second = token.indexOf('.', first + 1);
        if (first < 0 || second < 0 || token.indexOf('.', second + 1) >= 0) {
            throw new IllegalArgumentException("not three parts");
        }
        return new SignedToken(
                token.substring(0, second),
                token.substring(0, first),
                token.substring(first + 1, second),
                token.substring(second + 1));
    }

    /**
     * {@return what it says}
     *
     * @throws IllegalArgumentException if none of the keys has signed it, or it makes no sense
     */
    Claims claims(KeyRing keys) {
        byte[] message = signed.getBytes(StandardCharsets.UTF_8);
        byte[] decoded = Base64.getUrlDecoder().decode(signature);
        if (!keys.signed(message, decoded)) {
            throw new IllegalArgumentException("not signed with a key that is known");
        }
        ConfigObject head = Claims.object(text(header));
        if (!Claims.string(head, "alg").orElse("").equals(ALGORITHM) || head.containsKey("crit")) {
            throw new IllegalArgumentException("an algorithm or an extension that is not known");
        }
        return Claims.parse(text(payload));
    }

    private static String text(String base64) {
        return new String(Base64.getUrlDecoder().decode(base64), StandardCharsets.UTF_8);
    }
}
