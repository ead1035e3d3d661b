package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.sqld.netty.TlsEndpoint;
import java.util.List;

/**
 * Looks at the first byte of a connection: a client may begin with TLS at once, without asking
 * ({@code sslnegotiation=direct}). Stands in front of all other handlers, and goes away.
 */
final class TlsGate extends ByteToMessageDecoder {
    private static final int TLS_HANDSHAKE = 0x16;

    private final TlsEndpoint tls;

    TlsGate(TlsEndpoint tls) {
        this.tls = tls;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (in.getUnsignedByte(in.readerIndex()) == TLS_HANDSHAKE) {
            tls.secureAfter(context);
        }
        // What has arrived goes to the next handler, which TLS may be now.
        context.pipeline().remove(this);
    }
}
