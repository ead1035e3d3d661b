package io.sqld.frontend.http.hrana;

import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names the next use of a stream, so that nobody else can guess it and nobody can use it twice.
 *
 * @param stream the stream
 * @param use how many uses came before
 */
record Baton(long stream, long use) {
    private static final int PLAIN_BYTES = 2 * Long.BYTES;
    private static final int BYTES = 48;
    private static final int TEXT_CHARS = BYTES / 3 * 4;

    /** Signs batons with a key of its own, by HMAC-SHA256. Thread-safe. */
    static final class Signer {
        private static final int KEY_BYTES = 32;
        private static final String ALGORITHM = "HmacSHA256";
        private final Mac prototype;

        /** A signer with a new key. */
        Signer(SecureRandom random) {
            byte[] key = new byte[KEY_BYTES];
            random.nextBytes(key);
            try {
                prototype = Mac.getInstance(ALGORITHM);
                prototype.init(new SecretKeySpec(key, ALGORITHM));
            } catch (NoSuchAlgorithmException | InvalidKeyException e) {
                throw new IllegalStateException("every JDK has " + ALGORITHM, e);
            }
        }

        /** {@return what the client gets} */
        String sign(Baton baton) {
            ByteBuffer signed = ByteBuffer.allocate(BYTES).putLong(baton.stream).putLong(baton.use);
            signed.put(signature(signed.array()));
            return Base64.getEncoder().encodeToString(signed.array());
        }

        /** {@return the baton, or empty if this signer has not made it} */
        Optional<Baton> verify(String text) {
            if (text.length() != TEXT_CHARS) {
                return Optional.empty();
            }
            byte[] bytes;
            try {
                bytes = Base64.getDecoder().decode(text);
            } catch (IllegalArgumentException notBase64) {
                return Optional.empty();
            }
            if (bytes.length != BYTES) {
                return Optional.empty();
            }
            ByteBuffer signed = ByteBuffer.wrap(bytes);
            byte[] signature = new byte[BYTES - PLAIN_BYTES];
            signed.get(PLAIN_BYTES, signature);
            boolean genuine = MessageDigest.isEqual(signature, signature(bytes));
            return genuine ? Optional.of(new Baton(signed.getLong(), signed.getLong())) : Optional.empty();
        }

        private byte[] signature(byte[] bytes) {
            Mac mac;
            try {
                mac = (Mac) prototype.clone();
            } catch (CloneNotSupportedException e) {
                throw new IllegalStateException("the JDK's HMAC can be cloned", e);
            }
            mac.update(bytes, 0, PLAIN_BYTES);
            return mac.doFinal();
        }
    }
}
