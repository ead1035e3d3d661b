package io.sqld.frontend.http.hrana;

import io.sqld.frontend.http.json.ChunkedBuffer;
import io.sqld.frontend.http.protobuf.ProtoWriter;

/** Messages of Hrana 3 over WebSocket in Protobuf. */
public record ProtoMessageCodec(DecodeLimits limits) implements MessageCodec {
    private static final int HELLO_OK = 1;
    private static final int HELLO_ERROR = 2;

    @Override
    public boolean binary() {
        return true;
    }

    @Override
    public HranaVersion version() {
        return HranaVersion.HRANA3;
    }

    @Override
    public ClientMessage decode(byte[] bytes, int length) {
        return new MessageProtoDecoder(bytes, length, limits).message();
    }

    @Override
    public void helloOk(ChunkedBuffer out) {
        new ProtoWriter(out).empty(HELLO_OK);
    }

    @Override
    public void helloError(ChunkedBuffer out, HranaError error) {
        var proto = new ProtoWriter(out);
        proto.open(HELLO_ERROR);
        HranaProto.error(proto, 1, error);
        proto.close();
    }

    @Override
    public ResponseEncoder response(ChunkedBuffer out, int requestId, long resultBytesMax) {
        return new ProtoResponseEncoder(out, requestId, resultBytesMax);
    }
}
