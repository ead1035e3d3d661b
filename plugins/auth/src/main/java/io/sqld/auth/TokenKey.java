package io.sqld.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key with which tokens are checked: Ed25519, public (<a href="https://www.rfc-editor.org/rfc/rfc8037">RFC 8037</a>).
 * Immutable.
 */
final class TokenKey {
    private static final String ALGORITHM = "Ed25519";
    private static final int RAW_BYTES = 32;
    /** What an X.509 SubjectPublicKeyInfo of this algorithm begins with; the raw key follows. */
    private static final byte[] X509_PREFIX = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

    private final PublicKey key;

    private TokenKey(PublicKey key) {
        this.key = key;
    }

    /**
     * {@return the keys in a file: any number in PEM, or raw ones in base64url, one on each line}
     *
     * @throws IllegalArgumentException if there is none, or something else
     */
    static List<TokenKey> parse(byte[] file) {
        String text = new String(file, StandardCharsets.UTF_8);
        var keys = new ArrayList<TokenKey>();
        Matcher pem = PEM.matcher(text);
        while (pem.find()) {
            if (!pem.group(1).equals("PUBLIC KEY")) {
                throw new IllegalArgumentException(
                        "it holds a " + pem.group(1) + ", and Ed25519 public keys are needed");
            }
            keys.add(ofX509(decode(Base64.getMimeDecoder(), pem.group(2))));
        }
        for (String line : pem.replaceAll("").split("\\s+", -1)) {
            if (!line.isEmpty()) {
                keys.add(ofRaw(decode(Base64.getUrlDecoder(), line)));
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("it holds no key");
        }
        return keys;
    }

    /** {@return whether the signature is of the holder of the private key} */
    boolean signed(byte[] message, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(ALGORITHM);
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException _) {
            return false; // a signature that is no point on the curve
        }
    }

    private static byte[] decode(Base64.Decoder decoder, String text) {
        try {
            return decoder.decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "it holds something that is neither a key in PEM nor one in base64url", e);
        }
    }

    private static TokenKey ofRaw(byte[] raw) {
        if (raw.length != RAW_BYTES) {
            throw new IllegalArgumentException(
                    "it holds a key of " + raw.length + " bytes, and Ed25519 public keys have " + RAW_BYTES);
        }
        var x509 = new byte[X509_PREFIX.length + RAW_BYTES];
        System.arraycopy(X509_PREFIX, 0, x509, 0, X509_PREFIX.length);
        System.arraycopy(raw, 0, x509, X509_PREFIX.length, RAW_BYTES);
        return ofX509(x509);
    }

    private static TokenKey ofX509(byte[] x509) {
        try {
            return new TokenKey(KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(x509)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("it holds a public key that is not of Ed25519", e);
        }
    }
}
