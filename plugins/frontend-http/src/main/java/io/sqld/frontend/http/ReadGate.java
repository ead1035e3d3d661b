package io.sqld.frontend.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Stands before the decoder and lets bytes through in small pieces, as long as it is open: a single read can hold
 * thousands of requests, and none of them should become objects before its turn is near. Lives on the event loop.
 */
final class ReadGate extends ChannelInboundHandlerAdapter {
    private static final int PIECE_BYTES = 4 * 1024;

    private final Channel channel;
    private final Deque<ByteBuf> held = new ArrayDeque<>();
    private boolean open = true;
    private boolean passing;

    ReadGate(Channel channel) {
        this.channel = channel;
    }

    /** Lets bytes through, or holds them back and reads no more. */
    void open(boolean wanted) {
        if (open == wanted) {
            return;
        }
        open = wanted;
        channel.config().setAutoRead(wanted);
        ChannelHandlerContext context = channel.pipeline().context(this);
        if (wanted && !passing && context != null) {
            pass(context);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        held.add((ByteBuf) message);
        if (!passing) {
            pass(context);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        held.forEach(ByteBuf::release);
        held.clear();
        context.fireChannelInactive();
    }

    private void pass(ChannelHandlerContext context) {
        passing = true;
        try {
            while (open && !held.isEmpty()) {
                ByteBuf first = held.element();
                if (first.readableBytes() <= PIECE_BYTES) {
                    context.fireChannelRead(held.remove());
                } else {
                    context.fireChannelRead(first.readRetainedSlice(PIECE_BYTES));
                }
            }
        } finally {
            passing = false;
        }
    }
}
