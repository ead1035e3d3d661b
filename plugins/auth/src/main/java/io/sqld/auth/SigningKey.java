package io.sqld.auth;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The private half of a pair of Ed25519 keys, of which {@link TokenKey} is the other; for the command line. */
final class SigningKey {
    private static final String ALGORITHM = "Ed25519";
    private static final int RAW_BYTES = 32;
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]*)-----END PRIVATE KEY-----");

    private final PrivateKey key;
    private final byte[] publicX509;

    private SigningKey(PrivateKey key, byte[] publicX509) {
        this.key = key;
        this.publicX509 = publicX509;
    }

    /** {@return a new one} */
    static SigningKey generate() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            return new SigningKey(pair.getPrivate(), pair.getPublic().getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    /** {@return the one in a file} It can sign, and does not know its public half. */
    static SigningKey read(Path file) {
        try {
            Matcher pem = PEM.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
            if (pem.find()) {
                byte[] der = Base64.getMimeDecoder().decode(pem.group(1));
                return new SigningKey(
                        KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(der)), new byte[0]);
            }
        } catch (IOException e) {
            throw new SqldException(ErrorCode.INVALID_REQUEST, "the key cannot be read: " + e);
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            // told below
        }
        throw new SqldException(
                ErrorCode.INVALID_REQUEST, file + " holds no private key of Ed25519; sqld token new-key makes one");
    }

    /**
     * Writes both halves; the private one for nobody but its owner.
     *
     * @throws IOException if they cannot be written, or one of the files exists
     */
    void write(Path file, Path publicFile) throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ownerOnly = posix
                ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))}
                : new FileAttribute<?>[0];
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var channel = Files.newByteChannel(file, options, ownerOnly)) {
            channel.write(StandardCharsets.US_ASCII.encode(pem("PRIVATE KEY", key.getEncoded())));
        }
        Files.writeString(publicFile, pem("PUBLIC KEY", publicX509), StandardOpenOption.CREATE_NEW);
    }

    /** {@return the public half as the environment of a server takes it} */
    String publicRaw() {
        return URL.encodeToString(Arrays.copyOfRange(publicX509, publicX509.length - RAW_BYTES, publicX509.length));
    }

    /** {@return a token with these claims, in JSON} */
    String token(String claims) {
        String signed = encode("{\"alg\":\"EdDSA\",\"typ\":\"JWT\"}") + "." + encode(claims);
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + URL.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key that was just read", e);
        }
    }

    private static String pem(String type, byte[] der) {
        return "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END " + type + "-----\n";
    }

    private static String encode(String text) {
        return URL.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
