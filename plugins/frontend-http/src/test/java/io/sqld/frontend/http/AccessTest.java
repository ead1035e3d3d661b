package io.sqld.frontend.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.testkit.FrontendFixture;
import io.sqld.testkit.TestAuthenticator;
import io.sqld.testkit.TestStorage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may send requests, and what others are told. */
class AccessTest {
    private static final String BODY = "{\"statements\":[\"SELECT 42\"]}";

    @TempDir Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Bearer good         | 200 |
            bearer good         | 200 |
                                | 401 | Expected authorization header but none given
            Bearer              | 401 | Auth string does not conform to '<scheme> <token>' form
            Bearer bad          | 401 | authentication failed
            Basic YTpi          | 401 | The authentication scheme in the `Authorization` HTTP header is not supported
            Digest username="x" | 401 | The authentication scheme in the `Authorization` HTTP header is not supported
            """)
    void aServerWithTokensTakesTokens(@Nullable String authorization, int status, @Nullable String message)
            throws IOException {
        try (FrontendFixture server = start(TestAuthenticator.token("good"))) {
            RawHttp.Response response = post(server, authorization);
            assertThat(response.status()).isEqualTo(status);
            if (status == 401) {
                assertThat(response.body()).isEqualTo("{\"error\":\"Unauthorized: `" + message + "`\"}");
                assertThat(response.header("www-authenticate")).isEqualTo("Bearer realm=\"sqld\"");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ann:a:b | 200 |
            ann:x   | 401 | The `Basic` HTTP authentication credentials were rejected
            bob:a:b | 401 | The `Basic` HTTP authentication credentials were rejected
            ann     | 401 | The `Basic` HTTP authentication credentials are not a name and a password in base64
            """)
    void aServerWithPasswordsTakesPasswords(String pair, int status, @Nullable String message) throws IOException {
        try (FrontendFixture server = start(TestAuthenticator.password("ann", "a:b"))) {
            RawHttp.Response response = post(server, "Basic " + base64(pair));
            assertThat(response.status()).isEqualTo(status);
            if (status == 401) {
                assertThat(response.body()).isEqualTo("{\"error\":\"Unauthorized: `" + message + "`\"}");
                assertThat(response.header("www-authenticate")).isEqualTo("Basic realm=\"sqld\", charset=\"UTF-8\"");
            }
            // The original takes this for a password.
            assertThat(post(server, "foo xx" + base64("ann:a:b") + "yy").status()).isEqualTo(401);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer whatever", "Bearer", "Basic !!", "Basic YW5u", "Digest x", "Negotiate abc",
            "x"})
    void anOpenServerRefusesNobodyForWhatHeShows(String authorization) throws IOException {
        try (FrontendFixture server = start(TestAuthenticator.open())) {
            assertThat(post(server, authorization).status()).isEqualTo(200);
        }
    }

    @Test
    void whatTellsNothingNeedsNoAuthentication() throws IOException {
        try (FrontendFixture server = start(TestAuthenticator.token("good"));
                var client = new RawHttp(server.address())) {
            for (String path : new String[] {"/health", "/version", "/v1", "/v2", "/v3"}) {
                assertThat(client.get(path).status()).as(path).isEqualTo(200);
            }
        }
    }

    private FrontendFixture start(TestAuthenticator authenticator) {
        var fixture = new FrontendFixture(TestStorage.frontend("http"), "listen = \"127.0.0.1:0\"",
                TestStorage.start("libsql", directory, ""), 10, authenticator);
        fixture.frontend().start();
        return fixture;
    }

    private static RawHttp.Response post(FrontendFixture server, @Nullable String authorization) throws IOException {
        try (var client = new RawHttp(server.address())) {
            String header = authorization == null || authorization.isEmpty()
                    ? ""
                    : "Authorization: " + authorization + "\r\n";
            client.send("POST / HTTP/1.1\r\nHost: localhost\r\n" + header + "Content-Length: " + BODY.length()
                    + "\r\n\r\n" + BODY);
            return client.read();
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
