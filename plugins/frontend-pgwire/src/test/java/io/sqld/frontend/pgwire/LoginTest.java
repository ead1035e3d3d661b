package io.sqld.frontend.pgwire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.sqld.api.auth.Authenticator;
import io.sqld.frontend.pgwire.WireClient.Body;
import io.sqld.testkit.FrontendFixture;
import io.sqld.testkit.Seed;
import io.sqld.testkit.Seeded;
import io.sqld.testkit.TestAuthenticator;
import io.sqld.testkit.TestSettings;
import io.sqld.testkit.TestStorage;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Map;
import java.util.Properties;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How clients encrypt and show who they are: with the JDBC driver, and byte by byte. */
class LoginTest {
    private static final byte[] SSL_REQUEST = new Body().int32(80_877_103).packet();
    private static final byte[] GSS_REQUEST = new Body().int32(80_877_104).packet();

    @TempDir Path directory;

    private Path authority = Path.of("");
    private final X509Bundle server = certificate();

    @BeforeEach
    void files() throws IOException {
        authority = Files.writeString(directory.resolve("server.crt"), server.getCertificatePEM());
        Files.writeString(directory.resolve("server.key"), server.getPrivateKeyPEM());
    }

    @Test
    void thePasswordIsProvenAndAWrongOneIsToldAsPostgresqlDoes() throws SQLException {
        try (FrontendFixture fixture = start("", TestAuthenticator.scram("ann", "secret"))) {
            assertThat(answer(fixture, "ann", "secret", Map.of())).isEqualTo(42);
            for (String[] wrong : new String[][] {{"ann", "Secret"}, {"bob", "secret"}}) {
                assertThatThrownBy(() -> answer(fixture, wrong[0], wrong[1], Map.of()))
                        .isInstanceOfSatisfying(SQLException.class,
                                e -> assertThat(e.getSQLState()).isEqualTo("28P01"))
                        .hasMessageContaining("password authentication failed for user \"" + wrong[0] + "\"");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"require, postgres", "require, direct", "prefer, postgres", "disable, postgres"})
    void theProofIsTiedToTheConnectionWhereTheClientWantsIt(String binding, String negotiation) throws SQLException {
        try (FrontendFixture fixture = start(tls(""), TestAuthenticator.scram("ann", "secret"))) {
            var properties = Map.of("sslmode", "verify-full", "sslrootcert", authority.toString(),
                    "channelBinding", binding, "sslNegotiation", negotiation);
            assertThat(answer(fixture, "ann", "secret", properties)).isEqualTo(42);
        }
    }

    @Test
    void aTokenTakesThePlaceOfAPasswordOnlyWhereNobodyListensIn() throws SQLException {
        try (FrontendFixture fixture = start(tls(""), TestAuthenticator.token("a.b.c"))) {
            var encrypted = Map.of("sslmode", "verify-full", "sslrootcert", authority.toString());
            assertThat(answer(fixture, "ann", "a.b.c", encrypted)).isEqualTo(42);
            assertThatThrownBy(() -> answer(fixture, "ann", "a.b.d", encrypted)).hasMessageContaining("failed");
            assertThatThrownBy(() -> answer(fixture, "ann", "a.b.c", Map.of("sslmode", "disable")))
                    .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28000"))
                    .hasMessageContaining("over encrypted connections only");
        }
        try (FrontendFixture fixture =
                start("allow-cleartext-password = true", TestAuthenticator.password("ann", "secret"))) {
            assertThat(answer(fixture, "ann", "secret", Map.of())).isEqualTo(42);
        }
    }

    @Test
    void aServerThatRequiresEncryptionTakesNothingElse() throws Exception {
        try (FrontendFixture fixture = start(tls("require = true"), TestAuthenticator.open());
                WireClient plain = WireClient.connect(fixture.address())) {
            plain.send(WireClient.startup(0x30000, Map.of("user", "ann")));
            assertThat(plain.readText()).isEqualTo("E FATAL 28000 'this server takes encrypted connections only'");
            assertThat(plain.readText()).isEqualTo("EOF");
            assertThat(answer(fixture, "ann", "", Map.of("sslmode", "require"))).isEqualTo(42);
        }
        assertThat(TestSettings.problems(new PgwireFactory(), "tls { require = true }"))
                .anySatisfy(problem -> assertThat(problem).contains("pgwire.tls.require"));
        assertThat(TestSettings.problems(new PgwireFactory(), "tls { certificate = x }"))
                .anySatisfy(problem -> assertThat(problem).contains("pgwire.tls.key"));
    }

    @Test
    void bytesBeforeTheEncryptionBeginsAreNotTakenForTheClients() throws Exception {
        try (FrontendFixture fixture = start(tls(""), TestAuthenticator.open());
                WireClient client = WireClient.connect(fixture.address())) {
            client.send(new Body().raw(SSL_REQUEST)
                    .raw(WireClient.startup(0x30000, Map.of("user", "mallory")))
                    .bytes());
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void requestsForEncryptionAreAnsweredOnceEachInAnyOrder() throws Exception {
        try (FrontendFixture fixture = start(tls(""), TestAuthenticator.open())) {
            try (WireClient client = WireClient.connect(fixture.address())) {
                client.send(GSS_REQUEST);
                assertThat(client.readByte()).isEqualTo('N');
                client.send(SSL_REQUEST);
                assertThat(client.readByte()).isEqualTo('S');
                try (WireClient secure = WireClient.over(secured(client, "postgresql"))) {
                    secure.send(WireClient.startup(0x30000, Map.of("user", "ann")));
                    assertThat(secure.readUntilReady().getLast().type()).isEqualTo('Z');
                    assertThat(secure.query("select 42")).hasSize(1);
                }
            }
            try (WireClient client = WireClient.connect(fixture.address())) {
                client.send(SSL_REQUEST);
                assertThat(client.readByte()).isEqualTo('S');
                try (WireClient secure = WireClient.over(secured(client, ""))) {
                    secure.send(SSL_REQUEST);
                    assertThat(secure.ended()).isTrue();
                }
            }
        }
    }

    @Test
    void tlsWithoutAQuestionNeedsTheNameOfTheProtocol() throws Exception {
        try (FrontendFixture fixture = start(tls(""), TestAuthenticator.open())) {
            try (WireClient client = WireClient.connect(fixture.address());
                    WireClient secure = WireClient.over(secured(client, "postgresql"))) {
                secure.send(WireClient.startup(0x30000, Map.of("user", "ann")));
                assertThat(secure.readUntilReady().getLast().type()).isEqualTo('Z');
            }
            try (WireClient client = WireClient.connect(fixture.address());
                    WireClient secure = WireClient.over(secured(client, ""))) {
                secure.send(WireClient.startup(0x30000, Map.of("user", "ann")));
                assertThat(secure.readText()).contains("08P01").contains("without ALPN");
            }
            try (WireClient client = WireClient.connect(fixture.address())) {
                assertThatThrownBy(() -> secured(client, "http/1.1")).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void aServerWithoutACertificateEndsTlsAtOnce() throws Exception {
        try (FrontendFixture fixture = start("", TestAuthenticator.open());
                WireClient client = WireClient.connect(fixture.address())) {
            client.send(new byte[] {0x16, 3, 1, 2, 0});
            assertThat(client.ended()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Q", "P", "X", "huge", "silent"})
    void whoHasToShowWhoHeIsMayDoNothingElse(String what) throws Exception {
        try (FrontendFixture fixture =
                start("authentication-timeout = 500ms", TestAuthenticator.scram("ann", "secret"));
                WireClient client = WireClient.connect(fixture.address())) {
            client.send(WireClient.startup(0x30000, Map.of("user", "ann")));
            assertThat(client.read().type()).isEqualTo('R');
            switch (what) {
                case "Q", "P" -> {
                    client.send(new Body().string("select 1").message(what.charAt(0)));
                    assertThat(client.readText()).contains("08P01").contains("expected password response");
                }
                case "X" -> client.send(new Body().message('X'));
                case "huge" -> {
                    client.send(new Body().int8('p').int32(1_000_000).bytes());
                    assertThat(client.readText()).contains("08P01");
                }
                default -> assertThat(what).isEqualTo("silent");
            }
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    @ExtendWith(Seeded.class)
    void whateverAStrangerSendsHeIsToldNoOrNothing(Seed seed) throws Exception {
        try (FrontendFixture fixture = start("", TestAuthenticator.scram("ann", "secret"))) {
            for (int i = 0; i < 100; i++) {
                RandomGenerator random = seed.part(i).random();
                try (WireClient client = WireClient.connect(fixture.address())) {
                    byte[] first = "n,,n=,r=abcdefgh".getBytes(StandardCharsets.US_ASCII);
                    byte[] script = new Body().raw(WireClient.startup(0x30000, Map.of("user", "ann")))
                            .raw(new Body().string("SCRAM-SHA-256").int32(first.length).raw(first).message('p'))
                            .raw(new Body().raw("c=biws,r=abc,p=AAAA".getBytes(StandardCharsets.US_ASCII)).message('p'))
                            .bytes();
                    for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
                        script[random.nextInt(script.length)] = (byte) random.nextInt();
                    }
                    client.send(script);
                    client.socket().shutdownOutput();
                    while (true) {
                        WireClient.Message said = client.read();
                        assertThat(said.type()).isIn('R', 'v', 'E');
                        assertThat(said.type() == 'R' && said.body().getInt() == 0).as("let in").isFalse();
                    }
                } catch (EOFException ended) {
                    assertThat(ended).isNotNull();
                } catch (SocketException reset) {
                    assertThat(reset).hasMessageContaining("reset");
                }
            }
            assertThat(answer(fixture, "ann", "secret", Map.of())).isEqualTo(42);
        }
    }

    @Test
    void aPipelinedLoginAndQueryAreTakenInTurn() throws Exception {
        try (FrontendFixture fixture =
                start("allow-cleartext-password = true", TestAuthenticator.password("ann", "secret"));
                WireClient client = WireClient.connect(fixture.address())) {
            client.send(new Body().raw(WireClient.startup(0x30000, Map.of("user", "ann")))
                    .raw(new Body().string("secret").message('p'))
                    .raw(new Body().string("select 42").message('Q'))
                    .bytes());
            assertThat(client.readUntilReady().getLast().type()).isEqualTo('Z');
            assertThat(client.readUntilReady()).anySatisfy(message -> assertThat(message.type()).isEqualTo('D'));
        }
    }

    @Test
    void theCertificatesHashIsWhatIsBound() throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(server.getCertificate().getEncoded());
        String bound = Base64.getEncoder()
                .encodeToString(new Body().raw("p=tls-server-end-point,,".getBytes(StandardCharsets.US_ASCII))
                        .raw(hash)
                        .bytes());
        try (FrontendFixture fixture = start(tls(""), TestAuthenticator.scram("ann", "secret"));
                WireClient client = WireClient.connect(fixture.address());
                WireClient secure = WireClient.over(secured(client, "postgresql"))) {
            secure.send(WireClient.startup(0x30000, Map.of("user", "ann")));
            assertThat(new String(secure.read().body().array(), StandardCharsets.US_ASCII))
                    .contains("SCRAM-SHA-256-PLUS");
            byte[] first = "p=tls-server-end-point,,n=,r=abc".getBytes(StandardCharsets.US_ASCII);
            secure.send(new Body().string("SCRAM-SHA-256-PLUS").int32(first.length).raw(first).message('p'));
            String serverFirst = new String(secure.read().body().array(), 4, 30, StandardCharsets.US_ASCII);
            String nonce = serverFirst.substring(0, 2 + 3 + 24);
            byte[] last = ("c=" + bound + "," + nonce + ",p=AAAA").getBytes(StandardCharsets.US_ASCII);
            secure.send(new Body().raw(last).message('p'));
            assertThat(secure.readText()).as("bound rightly, proven wrongly").contains("28P01");
        }
    }

    private String tls(String more) {
        return "tls { certificate = \"" + directory.resolve("server.crt") + "\", key = \""
                + directory.resolve("server.key") + "\"\n" + more + " }";
    }

    private FrontendFixture start(String settings, Authenticator authenticator) {
        var storage = TestStorage.start(TestStorage.storageBackend("libsql"), directory, "");
        var fixture = new FrontendFixture(
                new PgwireFactory(), "listen = \"127.0.0.1:0\"\n" + settings, storage, 1000, authenticator);
        fixture.frontend().start();
        return fixture;
    }

    private static long answer(
            FrontendFixture fixture, String user, String password, Map<String, String> more) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("loginTimeout", "30");
        properties.putAll(more);
        String url = "jdbc:postgresql://localhost:" + fixture.address().getPort() + "/default";
        try (Connection connection = DriverManager.getConnection(url, properties);
                ResultSet result = connection.createStatement().executeQuery("select 42")) {
            result.next();
            return result.getLong(1);
        }
    }

    /** Makes a connection one of TLS, as a client that knows the certificate. */
    private SSLSocket secured(WireClient client, String protocol) throws Exception {
        KeyStore roots = KeyStore.getInstance(KeyStore.getDefaultType());
        roots.load(null, null);
        roots.setCertificateEntry("server", server.getCertificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(roots);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        var socket = (SSLSocket) context.getSocketFactory()
                .createSocket(client.socket(), "localhost", client.socket().getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(protocol.isEmpty() ? new String[0] : new String[] {protocol});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static X509Bundle certificate() {
        try {
            return new CertificateBuilder().subject("CN=localhost")
                    .addSanDnsName("localhost")
                    .setIsCertificateAuthority(true)
                    .buildSelfSigned();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
