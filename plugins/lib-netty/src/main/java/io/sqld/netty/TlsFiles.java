package io.sqld.netty;

import io.sqld.api.service.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * What the files of a {@link TlsSettings} hold at one time.
 *
 * @param certificate bytes of the file
 * @param key bytes of the file
 * @param clientCa bytes of the file; none if there is none
 */
record TlsFiles(Bytes certificate, Bytes key, Bytes clientCa) {
    private static final Pattern PEM_KEY =
            Pattern.compile("-----BEGIN ((?:[A-Z0-9]+ )*PRIVATE KEY)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
    private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");
    private static final List<String> TRIAL_SIGNATURES =
            List.of("SHA256withRSA", "SHA256withECDSA", "EdDSA", "RSASSA-PSS");

    /** Bytes that are compared by value. */
    static final class Bytes {
        private final byte[] content;

        Bytes(byte[] content) {
            this.content = content;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(content);
        }
    }

    /**
     * Reads the files.
     *
     * @throws TlsException if one cannot be read
     */
    static TlsFiles read(TlsSettings settings) throws TlsException {
        return new TlsFiles(
                read(settings.path() + ".certificate", settings.certificate()),
                read(settings.path() + ".key", settings.key()),
                settings.clientCa().isEmpty()
                        ? new Bytes(new byte[0])
                        : read(settings.path() + ".client-ca", settings.clientCa().get()));
    }

    private static Bytes read(String key, Path file) throws TlsException {
        try {
            return new Bytes(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw new TlsException(key + ": there is no file " + file, e);
        } catch (IOException e) {
            throw new TlsException(key + ": the file " + file + " cannot be read (" + e + ")", e);
        }
    }

    /** {@return the server's certificate and those above it} */
    X509Certificate[] chain(TlsSettings settings) throws TlsException {
        return certificates(certificate, settings.path() + ".certificate: " + settings.certificate());
    }

    /** {@return roots of client certificates} */
    X509Certificate[] clientRoots(TlsSettings settings, Path file) throws TlsException {
        return certificates(clientCa, settings.path() + ".client-ca: " + file);
    }

    private static X509Certificate[] certificates(Bytes bytes, String place) throws TlsException {
        try {
            var certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(bytes.content))
                    .toArray(new Certificate[0]);
            if (certificates.length == 0) {
                throw new TlsException(place + " holds no certificate in PEM", null);
            }
            return Arrays.copyOf(certificates, certificates.length, X509Certificate[].class);
        } catch (GeneralSecurityException e) {
            throw new TlsException(place + " holds something else than certificates in PEM", e);
        }
    }

    /** {@return the private key of {@code certified}} */
    PrivateKey privateKey(TlsSettings settings, X509Certificate certified) throws TlsException {
        String place = settings.path() + ".key: " + settings.key();
        Matcher pem = PEM_KEY.matcher(new String(key.content, StandardCharsets.ISO_8859_1));
        if (!pem.find()) {
            throw new TlsException(place + " holds no private key in PEM", null);
        }
        byte[] der = Base64.getMimeDecoder().decode(pem.group(2));
        PKCS8EncodedKeySpec spec = switch (pem.group(1)) {
            case "PRIVATE KEY" -> new PKCS8EncodedKeySpec(der);
            case "ENCRYPTED PRIVATE KEY" -> decrypted(der, settings.keyPassword(), place, settings.path());
            default -> throw new TlsException(
                    place + " holds a key in an old format; convert it: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW",
                    null);
        };
        PrivateKey found = ofSpec(spec, place);
        if (!belong(found, certified.getPublicKey())) {
            throw new TlsException(
                    place + " is not the key of the first certificate in " + settings.certificate(), null);
        }
        return found;
    }

    private static PKCS8EncodedKeySpec decrypted(byte[] der, Optional<Secret> password, String place, String path)
            throws TlsException {
        if (password.isEmpty()) {
            throw new TlsException(place + " is encrypted; set " + path + ".key-password", null);
        }
        try {
            var info = new EncryptedPrivateKeyInfo(der);
            // The JDK calls PBES2 by its parameters.
            String algorithm = info.getAlgParameters() == null ? info.getAlgName() : info.getAlgParameters().toString();
            var secret = SecretKeyFactory.getInstance(algorithm)
                    .generateSecret(new PBEKeySpec(password.get().reveal().toCharArray()));
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(Cipher.DECRYPT_MODE, secret, info.getAlgParameters());
            return info.getKeySpec(cipher);
        } catch (GeneralSecurityException | IOException e) {
            throw new TlsException(place + " cannot be decrypted with " + path + ".key-password", e);
        }
    }

    private static PrivateKey ofSpec(PKCS8EncodedKeySpec spec, String place) throws TlsException {
        for (String algorithm : KEY_ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (GeneralSecurityException _) {
                // of another kind
            }
        }
        throw new TlsException(place + " holds a key that is neither of RSA nor of an elliptic curve", null);
    }

    /** {@return whether what the one has signed is the other's} */
    private static boolean belong(PrivateKey own, PublicKey certified) {
        for (String algorithm : TRIAL_SIGNATURES) {
            try {
                byte[] message = {1, 2, 3};
                Signature signer = Signature.getInstance(algorithm);
                signer.initSign(own);
                signer.update(message);
                byte[] signature = signer.sign();
                signer.initVerify(certified);
                signer.update(message);
                return signer.verify(signature);
            } catch (GeneralSecurityException _) {
                // not with keys of this kind
            }
        }
        return false;
    }
}
