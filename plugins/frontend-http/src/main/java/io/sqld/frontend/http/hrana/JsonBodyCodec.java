package io.sqld.frontend.http.hrana;

import io.sqld.frontend.http.json.ChunkedBuffer;

/** Bodies as JSON. */
public record JsonBodyCodec(HranaVersion version, DecodeLimits limits) implements BodyCodec {
    @Override
    public PipelineRequest pipeline(byte[] bytes, int length) {
        return new HranaJsonDecoder(bytes, length, version, limits).pipeline();
    }

    @Override
    public CursorRequest cursor(byte[] bytes, int length) {
        return new HranaJsonDecoder(bytes, length, version, limits).cursor();
    }

    @Override
    public PipelineEncoder pipelineEncoder(ChunkedBuffer out, long resultBytesMax) {
        return new JsonPipelineEncoder(out, resultBytesMax);
    }

    @Override
    public PipelineEncoder cursorEncoder(ChunkedBuffer out) {
        return new CursorEncoder(out);
    }

    @Override
    public String pipelineType() {
        return "application/json";
    }

    /** As upstream's; clients do not look. */
    @Override
    public String cursorType() {
        return "text/plain";
    }
}
