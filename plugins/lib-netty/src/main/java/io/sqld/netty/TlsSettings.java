package io.sqld.netty;

import io.sqld.api.service.Secret;
import io.sqld.api.service.Settings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The section {@code tls} of a listener.
 *
 * @param path of the section, for messages
 * @param certificate the server's certificate and those that lead to its root, in PEM
 * @param key its private key, PKCS #8 in PEM
 * @param keyPassword of the key, if it is encrypted
 * @param clientCa roots of client certificates, in PEM; with it, every client must have one
 * @param handshakeTimeout how long a client may take to agree
 * @param reloadInterval how often the files are looked at
 */
public record TlsSettings(
        String path,
        Path certificate,
        Path key,
        Optional<Secret> keyPassword,
        Optional<Path> clientCa,
        Duration handshakeTimeout,
        Duration reloadInterval) {

    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofDays(1);

    /**
     * Reads the section {@code tls}, of which {@code reference.conf} must have all keys.
     *
     * @return empty if it names no certificate
     */
    public static Optional<TlsSettings> read(Settings listener) {
        Settings tls = listener.section("tls");
        Optional<Path> certificate = file(tls, "certificate");
        Optional<Path> key = file(tls, "key");
        Optional<Secret> keyPassword = tls.secret("key-password");
        Optional<Path> clientCa = file(tls, "client-ca");
        Duration handshakeTimeout = tls.duration("handshake-timeout", SHORTEST, LONGEST);
        Duration reloadInterval = tls.duration("reload-interval", SHORTEST, LONGEST);
        if (certificate.isPresent() != key.isPresent()) {
            tls.problem(
                    certificate.isPresent() ? "key" : "certificate",
                    "must be set too: TLS needs a certificate and its key");
            return Optional.empty();
        }
        if (certificate.isEmpty() && clientCa.isPresent()) {
            tls.problem("client-ca", "has no effect without " + tls.path("certificate"));
        }
        String path = listener.path("tls");
        return certificate.map(file -> new TlsSettings(
                path, file, key.orElseThrow(), keyPassword, clientCa, handshakeTimeout, reloadInterval));
    }

    private static Optional<Path> file(Settings settings, String key) {
        try {
            return settings.optionalString(key).map(Path::of);
        } catch (InvalidPathException _) {
            settings.problem(key, "is not the name of a file");
            return Optional.empty();
        }
    }
}
