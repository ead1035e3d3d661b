package io.sqld.benchmark.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class HttpResponseTest {
    private final HttpResponse response = new HttpResponse();

    @Test
    void aBodyOfKnownLengthIsReadByteByByteAndLeavesTheNextResponse() {
        ByteBuffer in = bytes("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n[a[b]HTTP/1.1");
        for (int limit = 1; limit <= in.capacity(); limit++) {
            in.limit(limit);
            assertThat(response.feed(in)).isEqualTo(limit >= in.capacity() - 8);
        }
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.count((byte) '[')).isEqualTo(2);
        assertThat(in.remaining()).isEqualTo(8);
    }

    @Test
    void chunksAreJoined() {
        ByteBuffer in = bytes(
                "HTTP/1.1 500 No\r\ntransfer-encoding: chunked\r\n\r\n2;x=y\r\nab\r\nA\r\n0123456789\r\n0\r\n\r\n");
        for (int limit = 1; limit < in.capacity(); limit++) {
            in.limit(limit);
            assertThat(response.feed(in)).isFalse();
        }
        in.limit(in.capacity());
        assertThat(response.feed(in)).isTrue();
        assertThat(response.status()).isEqualTo(500);
        assertThat(response.excerpt()).isEqualTo("ab0123456789");
    }

    @Test
    void anEmptyBodyIsComplete() {
        assertThat(response.feed(bytes("HTTP/1.1 204 No Content\r\n\r\n"))).isTrue();
        assertThat(response.status()).isEqualTo(204);
    }

    @Test
    void aQuotedTextIsFoundWithItsQuotes() {
        response.feed(bytes("HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{\"baton\":\"x+/\"}"));
        int open = response.indexOf("\"x".getBytes(StandardCharsets.UTF_8));
        assertThat(response.quoted(open)).asString(StandardCharsets.UTF_8).isEqualTo("\"x+/\"");
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
