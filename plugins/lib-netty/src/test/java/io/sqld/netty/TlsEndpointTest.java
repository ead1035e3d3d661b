package io.sqld.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.X509Bundle;
import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.service.HostPort;
import io.sqld.testkit.Eventually;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsEndpointTest {
    @TempDir Path directory;

    private final BlockingQueue<Optional<byte[]>> bindings = new LinkedBlockingQueue<>();
    private Path certificate = Path.of("");
    private Path key = Path.of("");

    @BeforeEach
    void files() {
        certificate = directory.resolve("server.crt");
        key = directory.resolve("server.key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void clientsAgreeOnAVersionAndKnowTheServer(String version) throws Exception {
        X509Bundle authority = authority();
        X509Bundle server = issue(authority, Algorithm.ecp256);
        try (var endpoint = open(Optional.empty()); var listener = new Listener(endpoint)) {
            try (SSLSocket socket = connect(listener, authority, List.of("one"), version)) {
                assertThat(socket.getSession().getProtocol()).isEqualTo(version);
                assertThat(socket.getSession().getPeerCertificates()[0]).isEqualTo(server.getCertificate());
                assertThat(socket.getApplicationProtocol()).isEqualTo("one");
            }
            assertThat(bindings.poll(10, TimeUnit.SECONDS)).hasValueSatisfying(binding -> assertThat(binding)
                    .isEqualTo(sha256(server.getCertificate())));
            assertThatThrownBy(() -> connect(listener, authority, List.of("other"), version))
                    .isInstanceOf(IOException.class);
            connect(listener, authority, List.of(), version).close();
        }
    }

    @ParameterizedTest
    @EnumSource(value = Algorithm.class, names = {"ecp256", "ecp384", "rsa2048", "ed25519"})
    void keysOfTheUsualKindsServe(Algorithm algorithm) throws Exception {
        X509Bundle authority = authority();
        issue(authority, algorithm);
        try (var endpoint = open(Optional.empty());
                var listener = new Listener(endpoint);
                SSLSocket socket = connect(listener, authority, List.of(), "TLSv1.3")) {
            assertThat(socket.getSession().isValid()).isTrue();
        }
    }

    @Test
    void newFilesCountAndBrokenOnesDoNot() throws Exception {
        X509Bundle authority = authority();
        X509Bundle first = issue(authority, Algorithm.ecp256);
        try (var endpoint = open(Optional.empty()); var listener = new Listener(endpoint)) {
            assertThat(served(listener, authority)).isEqualTo(first.getCertificate());
            X509Bundle second = issue(authority, Algorithm.ecp256);
            Eventually.await("the new certificate", () -> served(listener, authority).equals(second.getCertificate()));
            Files.writeString(certificate, "garbage");
            assertThat(served(listener, authority)).isEqualTo(second.getCertificate());
            Files.delete(key);
            assertThat(served(listener, authority)).isEqualTo(second.getCertificate());
            X509Bundle third = issue(authority, Algorithm.ecp256);
            Eventually.await("the third certificate", () -> served(listener, authority).equals(third.getCertificate()));
        }
    }

    @Test
    void aClientMustHaveACertificateWhereOneIsAskedFor() throws Exception {
        X509Bundle authority = authority();
        issue(authority, Algorithm.ecp256);
        Path roots = Files.writeString(directory.resolve("clients.crt"), authority.getCertificatePEM());
        try (var endpoint = open(Optional.of(roots)); var listener = new Listener(endpoint)) {
            X509Bundle known = certificate("client").buildIssuedBy(authority);
            X509Bundle stranger = certificate("client").buildIssuedBy(authority());
            try (SSLSocket socket = connect(listener, authority, List.of(), "TLSv1.2", known.toKeyManagerFactory())) {
                assertThat(socket.getSession().isValid()).isTrue();
            }
            assertThatThrownBy(
                    () -> connect(listener, authority, List.of(), "TLSv1.2", stranger.toKeyManagerFactory()))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> connect(listener, authority, List.of(), "TLSv1.2"))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void filesThatCannotServeAreNamed() throws Exception {
        X509Bundle authority = authority();
        assertThatThrownBy(() -> open(Optional.empty()))
                .isInstanceOfSatisfying(SqldException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.START_FAILED))
                .hasMessageContaining("test.tls.certificate: there is no file");
        issue(authority, Algorithm.ecp256);
        Files.writeString(key, authority().getPrivateKeyPEM());
        assertThatThrownBy(() -> open(Optional.empty())).hasMessageContaining("is not the key of");
        Files.writeString(key, "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n");
        assertThatThrownBy(() -> open(Optional.empty())).hasMessageContaining("openssl pkcs8 -topk8");
        Files.writeString(key, "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n");
        assertThatThrownBy(() -> open(Optional.empty())).hasMessageContaining("test.tls.key-password");
        Files.writeString(key, "nothing");
        assertThatThrownBy(() -> open(Optional.empty())).hasMessageContaining("holds no private key");
        Files.writeString(certificate, "");
        assertThatThrownBy(() -> open(Optional.empty())).hasMessageContaining("holds no certificate");
    }

    private TlsEndpoint open(Optional<Path> clientCa) {
        var settings = new TlsSettings("test.tls", certificate, key, Optional.empty(), clientCa, Duration.ofSeconds(10),
                Duration.ofMillis(10));
        return TlsEndpoint.open(settings, List.of("one"), Thread.ofPlatform().name("sqld-tls-", 0).factory());
    }

    private static X509Bundle authority() throws Exception {
        return new CertificateBuilder().subject("CN=authority").setIsCertificateAuthority(true).buildSelfSigned();
    }

    private static CertificateBuilder certificate(String name) {
        return new CertificateBuilder().subject("CN=" + name).addSanDnsName("localhost").addSanIpAddress("127.0.0.1");
    }

    /** Writes a new certificate and its key. */
    private X509Bundle issue(X509Bundle authority, Algorithm algorithm) throws Exception {
        X509Bundle bundle = certificate("server").algorithm(algorithm).buildIssuedBy(authority);
        Files.writeString(certificate, bundle.getCertificatePathPEM());
        Files.writeString(key, bundle.getPrivateKeyPEM());
        return bundle;
    }

    private static X509Certificate served(Listener listener, X509Bundle authority) {
        try (SSLSocket socket = connect(listener, authority, List.of(), "TLSv1.3")) {
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static SSLSocket connect(Listener listener, X509Bundle authority, List<String> protocols, String version)
            throws Exception {
        return connect(listener, authority, protocols, version, null);
    }

    private static SSLSocket connect(Listener listener, X509Bundle authority, List<String> protocols, String version,
            @Nullable KeyManagerFactory keys) throws Exception {
        KeyStore roots = KeyStore.getInstance(KeyStore.getDefaultType());
        roots.load(null, null);
        roots.setCertificateEntry("authority", authority.getCertificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(roots);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys == null ? new KeyManager[0] : keys.getKeyManagers(), trust.getTrustManagers(), null);
        var socket = (SSLSocket) context.getSocketFactory()
                .createSocket("localhost", listener.address().getPort());
        socket.setSoTimeout(20_000);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setApplicationProtocols(protocols.toArray(new String[0]));
        parameters.setProtocols(new String[] {version});
        socket.setSSLParameters(parameters);
        try {
            socket.startHandshake();
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return socket;
    }

    private static byte[] sha256(X509Certificate certificate) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** A listener that agrees on encryption and says nothing. */
    private final class Listener implements ConnectionHandler, AutoCloseable {
        private final EventLoops loops =
                EventLoops.open(Transport.AUTO, 1, Thread.ofPlatform().name("sqld-test-", 0).factory());
        private final Acceptor acceptor;

        Listener(TlsEndpoint endpoint) {
            acceptor = Acceptor.bind(
                    loops, Loopback.options(new HostPort("127.0.0.1", 0), 100), endpoint.around(this));
        }

        InetSocketAddress address() {
            return acceptor.address();
        }

        @Override
        public void accept(Channel channel) {
            channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                @Override
                public void userEventTriggered(ChannelHandlerContext context, Object event) {
                    if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
                        SslHandler handler = TlsEndpoint.of(context.channel()).orElseThrow();
                        bindings.add(TlsEndpoint.channelBinding(handler));
                    }
                }
            });
        }

        @Override
        public void refuse(Channel channel) {
            var _ = channel.close();
        }

        @Override
        public void drain(Channel channel) {
            var _ = channel.close();
        }

        @Override
        public void close() {
            try (loops; acceptor) {
                // Closed from the right.
            }
        }
    }
}
