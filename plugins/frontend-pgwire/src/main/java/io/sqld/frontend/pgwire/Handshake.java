package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.ScheduledFuture;
import io.sqld.api.error.SqldException;
import io.sqld.netty.Outbox;
import io.sqld.netty.TlsEndpoint;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first packets of a connection, which have no type: requests for encryption or cancellation, and StartupMessage
 * (<a href="https://www.postgresql.org/docs/15/protocol-flow.html#id-1.10.6.7.3">Start-up</a>). What a stranger sends
 * is bounded in bytes and time.
 */
final class Handshake extends ByteToMessageDecoder {
    /** As PostgreSQL's {@code MAX_STARTUP_PACKET_LENGTH}. */
    static final int PACKET_BYTES_MAX = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(Handshake.class);
    private static final int PACKET_BYTES_MIN = 8;
    private static final int MAJOR = 3;
    private static final int NEWEST_MINOR = 2;
    private static final int CANCEL_REQUEST = 80_877_102;
    private static final int SSL_REQUEST = 80_877_103;
    private static final int GSS_REQUEST = 80_877_104;
    private static final int CANCEL_HEADER_BYTES = 12;
    private static final int SECRET_BYTES_MIN = 4;
    private static final int SECRET_BYTES_MAX = 256;

    /** What clients call this protocol when they negotiate TLS. */
    static final String TLS_PROTOCOL = "postgresql";

    private final Reception reception;
    private final long timeoutNanos;
    private final long deadlineNanos;
    private final boolean refused;
    private @Nullable ScheduledFuture<?> timeout;
    private boolean sslAsked;
    private boolean gssAsked;

    /**
     * Makes the handler of a new connection.
     *
     * @param refused whether there are too many connections: the client is told as soon as it has introduced itself
     */
    Handshake(Reception reception, long timeoutNanos, boolean refused) {
        this.reception = reception;
        this.timeoutNanos = timeoutNanos;
        this.deadlineNanos = System.nanoTime() + timeoutNanos;
        this.refused = refused;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        timeout = context.executor().schedule(() -> hangUp(context), timeoutNanos, TimeUnit.NANOSECONDS);
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
        if (in.readableBytes() < Integer.BYTES) {
            return;
        }
        int length = in.getInt(in.readerIndex());
        if (length < PACKET_BYTES_MIN || length > PACKET_BYTES_MAX) {
            // Somebody who speaks another protocol: nothing that we say would be understood.
            hangUp(context, in);
        } else if (in.readableBytes() >= length) {
            packet(context, in, length);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.error("the connection of {} is closed because of a defect", context.channel().remoteAddress(), cause);
        hangUp(context);
    }

    private void packet(ChannelHandlerContext context, ByteBuf in, int length) {
        int code = in.getInt(in.readerIndex() + 4);
        switch (code) {
            case SSL_REQUEST -> {
                boolean again = sslAsked || TlsEndpoint.of(context.channel()).isPresent();
                sslAsked = true;
                if (reception.tls().isEmpty() || again) {
                    decline(context, in, length, again);
                } else {
                    secure(context, in, length, reception.tls().get());
                }
            }
            case GSS_REQUEST -> {
                decline(context, in, length, gssAsked);
                gssAsked = true;
            }
            case CANCEL_REQUEST -> cancel(context, in, length);
            default -> {
                if (code >>> 16 == MAJOR) {
                    startup(context, in, length, code);
                } else if (code >>> 16 < MAJOR) {
                    hangUp(context, in);
                } else {
                    refuse(context, in, PgError.fatal(
                            SqlState.FEATURE_NOT_SUPPORTED,
                            "unsupported frontend protocol " + (code >>> 16) + "." + (code & 0xffff)
                                    + ": server supports 3.0 to 3." + NEWEST_MINOR));
                }
            }
        }
    }

    private static void decline(ChannelHandlerContext context, ByteBuf in, int length, boolean again) {
        if (again || length != PACKET_BYTES_MIN) {
            hangUp(context, in);
        } else {
            in.skipBytes(length);
            var _ = context.writeAndFlush(context.alloc().buffer(1).writeByte('N'));
        }
    }

    /**
     * What came with the request was not encrypted, and whoever sent it could have it taken for what the client says
     * later (CVE-2021-23214).
     */
    private static void secure(ChannelHandlerContext context, ByteBuf in, int length, TlsEndpoint tls) {
        if (length != PACKET_BYTES_MIN || in.readableBytes() > length) {
            LOG.info("{} sent unencrypted data after its SSLRequest", context.channel().remoteAddress());
            hangUp(context, in);
            return;
        }
        in.skipBytes(length);
        var _ = context.writeAndFlush(context.alloc().buffer(1).writeByte('S'));
        tls.secure(context.channel());
    }

    private void cancel(ChannelHandlerContext context, ByteBuf in, int length) {
        int secretBytes = length - CANCEL_HEADER_BYTES;
        if (secretBytes >= SECRET_BYTES_MIN && secretBytes <= SECRET_BYTES_MAX) {
            var secret = new byte[secretBytes];
            in.getBytes(in.readerIndex() + CANCEL_HEADER_BYTES, secret);
            reception.cancelKeys().cancel(in.getInt(in.readerIndex() + 8), secret);
        }
        hangUp(context, in);
    }

    private void startup(ChannelHandlerContext context, ByteBuf in, int length, int version) {
        try {
            StartupParameters parameters =
                    StartupParameters.of(parameters(in, in.readerIndex() + PACKET_BYTES_MIN, length));
            if (refused) {
                throw PgError.fatal(SqlState.TOO_MANY_CONNECTIONS, "sorry, too many clients already").raise();
            }
            checkEncryption(context.channel());
            in.skipBytes(length);
            int minor = version & 0xffff;
            if (minor > NEWEST_MINOR || !parameters.unknownOptions().isEmpty()) {
                int spoken = MAJOR << 16 | Math.min(minor, NEWEST_MINOR);
                ByteBuf negotiation = context.alloc().buffer();
                Replies.negotiateProtocolVersion(negotiation, spoken, parameters.unknownOptions());
                var _ = context.write(negotiation);
            }
            reception.login(context.channel(), parameters, minor >= NEWEST_MINOR, deadlineNanos);
            context.pipeline().remove(this);
        } catch (PgException failure) {
            refuse(context, in, failure.error().asFatal());
        } catch (SqldException failure) {
            refuse(context, in, SqlStates.of(failure, "").asFatal());
        }
    }

    private void checkEncryption(Channel channel) {
        Optional<SslHandler> tls = TlsEndpoint.of(channel);
        if (tls.isEmpty() && reception.tlsRequired()) {
            throw PgError.fatal(SqlState.INVALID_AUTHORIZATION, "this server takes encrypted connections only")
                    .withHint("Connect with sslmode=require, or better, verify-full.")
                    .raise();
        }
        boolean direct = tls.isPresent() && !sslAsked;
        if (direct && !TLS_PROTOCOL.equals(tls.get().applicationProtocol())) {
            throw PgError.fatal(
                    SqlState.PROTOCOL_VIOLATION,
                    "received direct SSL connection request without ALPN protocol negotiation extension")
                    .raise();
        }
    }

    /** Reads names and values, each ended by a zero, until an empty name. */
    private static Map<String, String> parameters(ByteBuf in, int from, int length) {
        var parameters = new LinkedHashMap<String, String>();
        int end = in.readerIndex() + length;
        int at = from;
        String name = "";
        boolean value = false;
        while (at < end) {
            int bytes = in.bytesBefore(at, end - at, (byte) 0);
            if (bytes < 0) {
                break;
            }
            Utf8.check(in, at, bytes);
            String text = in.toString(at, bytes, StandardCharsets.UTF_8);
            at += bytes + 1;
            if (value) {
                parameters.put(name, text);
            } else if (text.isEmpty()) {
                if (at != end) {
                    break;
                }
                return parameters;
            } else {
                name = text;
            }
            value = !value;
        }
        throw PgError
                .fatal(SqlState.PROTOCOL_VIOLATION, "invalid startup packet layout: expected terminator as last byte")
                .raise();
    }

    private static void refuse(ChannelHandlerContext context, ByteBuf in, PgError fatal) {
        in.skipBytes(in.readableBytes());
        ByteBuf out = context.alloc().buffer();
        Replies.error(out, fatal);
        var _ = context.writeAndFlush(out);
        context.pipeline().get(Outbox.class).hangUp();
    }

    private static void hangUp(ChannelHandlerContext context, ByteBuf in) {
        in.skipBytes(in.readableBytes());
        hangUp(context);
    }

    private static void hangUp(ChannelHandlerContext context) {
        var _ = context.close();
    }
}
