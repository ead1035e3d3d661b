package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.ScheduledFuture;
import io.sqld.api.auth.Identity;
import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.netty.Outbox;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the messages of a client that has to show who it is, and nothing else. What a stranger sends is bounded in
 * bytes and time.
 */
final class LoginHandler extends ByteToMessageDecoder {
    /** As PostgreSQL's {@code PG_MAX_AUTH_TOKEN_LENGTH}: a password may be a token. */
    static final int MESSAGE_BYTES_MAX = 65_535;

    private static final Logger LOG = LoggerFactory.getLogger(LoginHandler.class);
    private static final int HEADER_BYTES = 5;

    private final Login login;
    private final String user;
    private final long deadlineNanos;
    private final Consumer<Identity> welcome;
    private @Nullable ScheduledFuture<?> timeout;

    /**
     * Makes the handler of one login, which has begun.
     *
     * @param deadlineNanos when the client must have shown who it is, as {@link System#nanoTime()}
     * @param welcome called when it has, on the event loop; may refuse it by an exception
     */
    LoginHandler(Login login, String user, long deadlineNanos, Consumer<Identity> welcome) {
        this.login = login;
        this.user = user;
        this.deadlineNanos = deadlineNanos;
        this.welcome = welcome;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        long leftNanos = Math.max(0, deadlineNanos - System.nanoTime());
        timeout = context.executor().schedule(() -> hangUp(context), leftNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext context) {
        ScheduledFuture<?> running = timeout;
        if (running != null) {
            running.cancel(false);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (!context.channel().isActive()) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (in.readableBytes() < HEADER_BYTES) {
            return;
        }
        int type = in.getUnsignedByte(in.readerIndex());
        int length = in.getInt(in.readerIndex() + 1);
        if (type == 'X') {
            in.skipBytes(in.readableBytes());
            hangUp(context);
        } else if (type != 'p' || length < Integer.BYTES || length > MESSAGE_BYTES_MAX) {
            refuse(context, in, PgError.fatal(
                    SqlState.PROTOCOL_VIOLATION, "expected password response, got message type " + type));
        } else if (in.readableBytes() > length) {
            in.skipBytes(HEADER_BYTES);
            answer(context, in, in.readSlice(length - Integer.BYTES));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.error("the connection of {} is closed because of a defect", context.channel().remoteAddress(), cause);
        hangUp(context);
    }

    private static void hangUp(ChannelHandlerContext context) {
        var _ = context.close();
    }

    private void answer(ChannelHandlerContext context, ByteBuf in, ByteBuf content) {
        ByteBuf out = context.alloc().buffer();
        try {
            Optional<Identity> identity = login.answer(content, out);
            var _ = context.write(out.retain());
            if (identity.isEmpty()) {
                context.flush();
            } else {
                welcome.accept(identity.get());
                context.pipeline().remove(this);
            }
        } catch (PgException failure) {
            refuse(context, in, failure.error().asFatal());
        } catch (SqldException failure) {
            refuse(context, in, error(failure));
        } finally {
            out.release();
        }
    }

    private PgError error(SqldException failure) {
        return failure.code() == ErrorCode.UNAUTHENTICATED
                ? PgError.fatal(SqlState.INVALID_PASSWORD, "password authentication failed for user \"" + user + "\"")
                : SqlStates.of(failure, "").asFatal();
    }

    private static void refuse(ChannelHandlerContext context, ByteBuf in, PgError fatal) {
        in.skipBytes(in.readableBytes());
        ByteBuf out = context.alloc().buffer();
        Replies.error(out, fatal);
        var _ = context.writeAndFlush(out);
        context.pipeline().get(Outbox.class).hangUp();
    }
}
