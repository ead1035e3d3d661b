package io.sqld.auth;

import com.ongres.scram.common.ScramFunctions;
import com.ongres.scram.common.ScramMechanism;
import com.ongres.scram.common.StringPreparation;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is kept of a password: enough to check it, not enough to use it
 * (<a href="https://www.rfc-editor.org/rfc/rfc5802#section-3">RFC 5802</a>). Written as PostgreSQL writes it,
 * {@code SCRAM-SHA-256$<iterations>:<salt>$<StoredKey>:<ServerKey>}, so that verifiers can be taken over from there.
 * Immutable.
 */
final class ScramVerifier {
    /** As PostgreSQL. */
    static final int ITERATIONS = 4096;
    static final int SALT_BYTES = 16;

    private static final int ITERATIONS_MAX = 10_000_000;
    private static final int KEY_BYTES = 32;
    private static final ScramMechanism MECHANISM = ScramMechanism.SCRAM_SHA_256;
    private static final Pattern FORMAT =
            Pattern.compile("SCRAM-SHA-256\\$([0-9]{1,9}):([A-Za-z0-9+/=]+)\\$([A-Za-z0-9+/=]+):([A-Za-z0-9+/=]+)");

    private final byte[] salt;
    private final int iterations;
    private final byte[] storedKey;
    private final byte[] serverKey;

    ScramVerifier(byte[] salt, int iterations, byte[] storedKey, byte[] serverKey) {
        this.salt = salt.clone();
        this.iterations = iterations;
        this.storedKey = storedKey.clone();
        this.serverKey = serverKey.clone();
    }

    /** {@return the verifier of a password, which is not empty} Takes a few milliseconds. */
    static ScramVerifier of(String password, byte[] salt, int iterations) {
        byte[] salted = salted(password, salt, iterations);
        byte[] clientKey = ScramFunctions.clientKey(MECHANISM, salted);
        return new ScramVerifier(
                salt,
                iterations,
                ScramFunctions.storedKey(MECHANISM, clientKey),
                ScramFunctions.serverKey(MECHANISM, salted));
    }

    /**
     * {@return the verifier that is written so}
     *
     * @throws IllegalArgumentException if it is none
     */
    static ScramVerifier parse(String text) {
        Matcher matcher = FORMAT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a verifier as `sqld password` prints it");
        }
        int iterations = Integer.parseInt(matcher.group(1));
        byte[] salt = Base64.getDecoder().decode(matcher.group(2));
        byte[] storedKey = Base64.getDecoder().decode(matcher.group(3));
        byte[] serverKey = Base64.getDecoder().decode(matcher.group(4));
        if (iterations < 1 || iterations > ITERATIONS_MAX || storedKey.length != KEY_BYTES
                || serverKey.length != KEY_BYTES) {
            throw new IllegalArgumentException("a verifier with a wrong number of iterations, or damaged keys");
        }
        return new ScramVerifier(salt, iterations, storedKey, serverKey);
    }

    /** {@return the verifier as a file keeps it} */
    String encoded() {
        Base64.Encoder base64 = Base64.getEncoder();
        return "SCRAM-SHA-256$" + iterations + ":" + base64.encodeToString(salt) + "$"
                + base64.encodeToString(storedKey) + ":" + base64.encodeToString(serverKey);
    }

    byte[] salt() {
        return salt.clone();
    }

    int iterations() {
        return iterations;
    }

    /** {@return whether this is the password} Takes a few milliseconds. */
    boolean matches(String password) {
        // No verifier is of the empty password; but the answer takes as long.
        String tried = password.isEmpty() ? " " : password;
        byte[] clientKey = ScramFunctions.clientKey(MECHANISM, salted(tried, salt, iterations));
        boolean equal = MessageDigest.isEqual(ScramFunctions.storedKey(MECHANISM, clientKey), storedKey);
        return equal && !password.isEmpty();
    }

    /** {@return whether {@code proof} comes from somebody who knows the password} */
    boolean proves(String authMessage, byte[] proof) {
        if (proof.length != KEY_BYTES) {
            return false;
        }
        byte[] signature = ScramFunctions.clientSignature(MECHANISM, storedKey, authMessage);
        var clientKey = new byte[KEY_BYTES];
        for (int i = 0; i < KEY_BYTES; i++) {
            clientKey[i] = (byte) (proof[i] ^ signature[i]);
        }
        return MessageDigest.isEqual(ScramFunctions.storedKey(MECHANISM, clientKey), storedKey);
    }

    /** {@return by what the client knows that we know its verifier} */
    byte[] serverSignature(String authMessage) {
        return ScramFunctions.serverSignature(MECHANISM, serverKey, authMessage);
    }

    /** As PostgreSQL and its clients: what SASLprep refuses is taken as it is. */
    private static byte[] salted(String password, byte[] salt, int iterations) {
        try {
            return ScramFunctions.saltedPassword(
                    MECHANISM, StringPreparation.POSTGRESQL_PREPARATION, password.toCharArray(), salt, iterations);
        } catch (IllegalArgumentException _) {
            return ScramFunctions.saltedPassword(
                    MECHANISM, StringPreparation.NO_PREPARATION, password.toCharArray(), salt, iterations);
        }
    }

    @Override
    public String toString() {
        return "***";
    }
}
