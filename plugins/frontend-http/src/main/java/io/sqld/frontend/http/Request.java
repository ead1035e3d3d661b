package io.sqld.frontend.http;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;

/**
 * A request that has arrived whole. Its body, of which it uses the first {@code length} bytes, is shared and not
 * changed.
 */
record Request(HttpMethod method, String uri, HttpHeaders headers, Body body) {
    /** What a client sent after the head. */
    static final class Body {
        private final byte[] bytes;
        private final int length;

        Body(byte[] bytes, int length) {
            this.bytes = bytes;
            this.length = length;
        }

        byte[] bytes() {
            return bytes;
        }

        int length() {
            return length;
        }
    }
}
