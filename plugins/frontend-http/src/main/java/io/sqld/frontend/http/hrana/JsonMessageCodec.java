package io.sqld.frontend.http.hrana;

import io.sqld.frontend.http.json.ChunkedBuffer;
import io.sqld.frontend.http.json.JsonWriter;

/** Messages of Hrana over WebSocket as JSON. */
public record JsonMessageCodec(HranaVersion version, DecodeLimits limits) implements MessageCodec {
    private static final byte[] HELLO_OK = JsonWriter.ascii("{\"type\":\"hello_ok\"}");
    private static final byte[] HELLO_ERROR = JsonWriter.ascii("{\"type\":\"hello_error\",\"error\":");

    @Override
    public boolean binary() {
        return false;
    }

    @Override
    public ClientMessage decode(byte[] bytes, int length) {
        return new MessageJsonDecoder(bytes, length, version, limits).message();
    }

    @Override
    public void helloOk(ChunkedBuffer out) {
        out.put(HELLO_OK);
    }

    @Override
    public void helloError(ChunkedBuffer out, HranaError error) {
        var json = new JsonWriter(out);
        json.raw(HELLO_ERROR);
        HranaJson.error(json, error);
        json.raw('}');
    }

    @Override
    public ResponseEncoder response(ChunkedBuffer out, int requestId, long resultBytesMax) {
        return new JsonResponseEncoder(out, requestId, resultBytesMax);
    }
}
