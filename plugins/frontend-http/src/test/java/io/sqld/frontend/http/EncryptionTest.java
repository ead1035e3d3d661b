package io.sqld.frontend.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.sqld.testkit.FrontendFixture;
import io.sqld.testkit.TestAuthenticator;
import io.sqld.testkit.TestStorage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Everything that HTTP has, over TLS. */
class EncryptionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir Path directory;

    private final X509Bundle certificate = certificate();

    @BeforeEach
    void files() throws IOException {
        Files.writeString(directory.resolve("server.crt"), certificate.getCertificatePEM());
        Files.writeString(directory.resolve("server.key"), certificate.getPrivateKeyPEM());
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void clientsChooseTheVersionOfHttp(HttpClient.Version version) throws Exception {
        try (FrontendFixture server = start(); HttpClient client = client(version)) {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(uri("https", server, "/"))
                            .header("Authorization", "Bearer good")
                            .timeout(PATIENCE)
                            .POST(HttpRequest.BodyPublishers.ofString("{\"statements\":[\"SELECT 42\"]}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).contains("[[42]]");
            assertThat(response.version()).isEqualTo(version);
            assertThat(server.frontend().listeners().getFirst().hint()).startsWith("https://");
        }
    }

    @Test
    void aWebSocketShowsItsTokenInItsFirstMessage() throws Exception {
        try (FrontendFixture server = start(); HttpClient client = client(HttpClient.Version.HTTP_1_1)) {
            assertThat(hello(client, server, "good")).contains("hello_ok");
            assertThat(hello(client, server, "bad")).contains("hello_error").contains("authentication failed");
        }
    }

    @Test
    void whoDoesNotEncryptIsNotUnderstood() throws Exception {
        try (FrontendFixture server = start(); var plain = new RawHttp(server.address())) {
            assertThatThrownBy(() -> plain.get("/health")).isInstanceOf(IOException.class);
            try (HttpClient client = client(HttpClient.Version.HTTP_1_1)) {
                HttpRequest health = HttpRequest.newBuilder(uri("https", server, "/health")).timeout(PATIENCE).build();
                assertThat(client.send(health, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(200);
            }
        }
    }

    private static String hello(HttpClient client, FrontendFixture server, String token) throws Exception {
        var answer = new CompletableFuture<String>();
        WebSocket socket = client.newWebSocketBuilder()
                .subprotocols("hrana3")
                .buildAsync(uri("wss", server, "/"), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
                        answer.complete(text.toString());
                        return CompletableFuture.completedStage(text);
                    }

                    @Override
                    public void onError(WebSocket from, Throwable error) {
                        answer.completeExceptionally(error);
                    }
                })
                .get(30, TimeUnit.SECONDS);
        socket.sendText("{\"type\":\"hello\",\"jwt\":\"" + token + "\"}", true).get(30, TimeUnit.SECONDS);
        String text = answer.get(30, TimeUnit.SECONDS);
        socket.abort();
        return text;
    }

    private static URI uri(String scheme, FrontendFixture server, String path) {
        return URI.create(scheme + "://localhost:" + server.address().getPort() + path);
    }

    private FrontendFixture start() {
        var fixture = new FrontendFixture(TestStorage.frontend("http"),
                "listen = \"127.0.0.1:0\"\ntls { certificate = \"" + directory.resolve("server.crt") + "\", key = \""
                        + directory.resolve("server.key") + "\" }",
                TestStorage.start("libsql", directory, ""), 10, TestAuthenticator.token("good"));
        fixture.frontend().start();
        return fixture;
    }

    private HttpClient client(HttpClient.Version version) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, certificate.toTrustManagerFactory().getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).version(version).connectTimeout(PATIENCE).build();
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
