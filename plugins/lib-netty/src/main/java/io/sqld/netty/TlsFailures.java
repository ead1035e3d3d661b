package io.sqld.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes connections on which TLS has failed: the client's affair, or a stranger's. */
final class TlsFailures extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(TlsFailures.class);

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Throwable reason = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        if (reason instanceof SSLException) {
            LOG.debug("TLS with {} failed: {}", context.channel().remoteAddress(), reason.getMessage());
            var _ = context.close();
        } else {
            context.fireExceptionCaught(cause);
        }
    }
}
