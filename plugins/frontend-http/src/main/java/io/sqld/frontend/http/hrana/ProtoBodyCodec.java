package io.sqld.frontend.http.hrana;

import io.sqld.frontend.http.json.ChunkedBuffer;

/** Bodies of Hrana 3 in Protobuf. */
public record ProtoBodyCodec(DecodeLimits limits) implements BodyCodec {
    @Override
    public PipelineRequest pipeline(byte[] bytes, int length) {
        return new HranaProtoDecoder(bytes, length, limits).pipeline();
    }

    @Override
    public CursorRequest cursor(byte[] bytes, int length) {
        return new HranaProtoDecoder(bytes, length, limits).cursor();
    }

    @Override
    public PipelineEncoder pipelineEncoder(ChunkedBuffer out, long resultBytesMax) {
        return new ProtoPipelineEncoder(out, resultBytesMax);
    }

    @Override
    public PipelineEncoder cursorEncoder(ChunkedBuffer out) {
        return new ProtoCursorEncoder(out);
    }

    @Override
    public String pipelineType() {
        return "application/x-protobuf";
    }

    @Override
    public String cursorType() {
        return "application/octet-stream";
    }
}
