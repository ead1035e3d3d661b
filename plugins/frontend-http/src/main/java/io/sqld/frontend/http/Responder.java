package io.sqld.frontend.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import io.sqld.api.error.SqldException;
import io.sqld.frontend.http.hrana.AnswerChannel;
import io.sqld.frontend.http.hrana.HranaError;
import io.sqld.frontend.http.hrana.StreamException;
import io.sqld.frontend.http.json.ChunkedBuffer;
import io.sqld.frontend.http.json.JsonWriter;
import io.sqld.frontend.http.json.MemoryBudget;
import io.sqld.netty.Outbox;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Sends the one response to one request. A body that is complete at once gets its length; one that comes in parts is
 * sent chunked, or until the connection ends for a client of HTTP/1.0. May be used from any thread, by one at a time.
 */
final class Responder implements AnswerChannel {
    private static final String RETRY_AFTER_SECONDS = "1";
    private static final long STOP_INTERVAL_MILLIS = 20;
    /** Its events are small and far between, and each is sent at once. */
    private static final AsciiString EVENT_STREAM = AsciiString.cached("text/event-stream");

    private final Channel channel;
    private final Outbox outbox;
    private final ResponseHeads heads;
    private final MemoryBudget budget;
    private final ContentCoding coding;
    private final Exchange exchange;
    private final boolean compressed;
    private @Nullable GzipBody gzip;
    private AsciiString bodyType = ResponseHeads.JSON;
    private final AtomicLong bytesOnTheirWay = new AtomicLong();
    private final AtomicReference<@Nullable Runnable> crowdedOut = new AtomicReference<>();
    private final long beganNanos = System.nanoTime();
    private boolean started;
    private volatile int status;
    private final AtomicLong bodyBytes = new AtomicLong();
    private volatile boolean abandoned;
    private volatile boolean ended;
    private volatile @Nullable Runnable onAbandoned;

    /** @param compressed whether the client would like a large body compressed */
    Responder(Channel channel, Outbox outbox, HttpServer server, Exchange exchange, boolean compressed) {
        this.channel = channel;
        this.outbox = outbox;
        this.heads = server.heads();
        this.budget = server.responseBudget();
        this.coding = server.compression();
        this.exchange = exchange;
        this.compressed = compressed;
    }

    /** {@return a buffer for the body} */
    ChunkedBuffer buffer() {
        return new ChunkedBuffer(channel.alloc(), budget);
    }

    /** {@return the address of the client, for logs} */
    String client() {
        return "http " + channel.remoteAddress();
    }

    /** {@return the status of the answer; 0 if it has not begun} */
    int status() {
        return status;
    }

    /** {@return how many bytes of the body have been written} */
    long bodyBytes() {
        return bodyBytes.get();
    }

    /** Runs {@code action} on the event loop; never, if that has ended. */
    void execute(Runnable action) {
        try {
            channel.eventLoop().execute(action);
        } catch (RejectedExecutionException _) {
            // the front end has cut its connections
        }
    }

    /** Runs {@code action} on the event loop, later. Called on the event loop. */
    void schedule(Runnable action, Duration later) {
        var _ = channel.eventLoop().schedule(action, later.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** The type of a body that is given to {@link #send} and {@link #finish}, if it is not JSON. */
    void bodyType(AsciiString type) {
        bodyType = type;
    }

    /**
     * Has {@code action} called, on the event loop, when the client goes away before the response is complete; and
     * again and again until then, because an interrupt that comes before its statement has begun stops nothing.
     */
    void onAbandoned(Runnable action) {
        onAbandoned = action;
        if (abandoned) {
            stop();
        }
    }

    /** Answers with a short text. */
    void text(HttpResponseStatus status, Optional<AsciiString> contentType, String text) {
        respond(heads.of(status, contentType), ByteBufUtil.writeUtf8(channel.alloc(), text));
    }

    /** Answers with a head that is made already, and a short text. */
    void respond(HttpResponse head, String text) {
        respond(head, text.isEmpty() ? Unpooled.EMPTY_BUFFER : ByteBufUtil.writeUtf8(channel.alloc(), text));
    }

    /** {@return heads of responses} */
    ResponseHeads heads() {
        return heads;
    }

    /** {@return whether the connection can change to another protocol} */
    boolean upgradable() {
        return exchange.upgradable();
    }

    /** Answers with {@code head}, which is 101; {@code next} speaks from then on. On the event loop. */
    void upgrade(HttpResponse head, Upgrade next) {
        ended = true;
        var _ = channel.write(head, channel.voidPromise());
        var _ = channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT, channel.voidPromise());
        exchange.upgrade(next);
    }

    /** Answers with a protocol error. */
    void badRequest(String message) {
        text(HttpResponseStatus.BAD_REQUEST, Optional.of(ResponseHeads.TEXT), message);
    }

    /** Answers with {@code {"error": message}}. */
    void error(HttpResponseStatus status, String message) {
        ChunkedBuffer body = buffer();
        var json = new JsonWriter(body);
        json.raw(JsonWriter.ascii("{\"error\":"));
        json.string(message);
        json.raw('}');
        finish(status.code(), body);
    }

    /** Answers with the error of a stream that cannot be had. */
    void error(StreamException error) {
        error(error.error());
    }

    /** Answers with {@code {"message": …, "code": …}}. */
    void error(HranaError error) {
        ChunkedBuffer body = buffer();
        var json = new JsonWriter(body);
        json.raw(JsonWriter.ascii("{\"message\":"));
        json.string(error.message());
        json.raw(JsonWriter.ascii(",\"code\":"));
        json.string(error.code());
        json.raw('}');
        finish(error.status(), body);
    }

    @Override
    public void fail(SqldException error) {
        error(Refusals.status(error), Refusals.message(error));
    }

    @Override
    public void send(ChunkedBuffer part) {
        if (!started) {
            started = true;
            HttpResponse head = heads.of(HttpResponseStatus.OK, Optional.of(bodyType));
            compress(head, Long.MAX_VALUE);
            if (exchange.http10()) {
                exchange.closeAfterwards();
            } else {
                head.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
            }
            write(head);
        }
        writeChunks(part);
        channel.flush();
    }

    @Override
    public void finish(int status, ChunkedBuffer rest) {
        ended = true;
        if (!started) {
            started = true;
            HttpResponseStatus known = HttpResponseStatus.valueOf(status);
            HttpResponse head = heads.of(known, Optional.of(bodyType));
            if (Refusals.retries(known)) {
                head.headers().set(HttpHeaderNames.RETRY_AFTER, RETRY_AFTER_SECONDS);
            }
            compress(head, rest.pending());
            Deque<ByteBuf> whole = gzip == null ? new ArrayDeque<>(0) : squeeze(rest, gzip);
            long length = rest.pending();
            for (ByteBuf piece : whole) {
                length += piece.readableBytes();
            }
            head.headers().set(HttpHeaderNames.CONTENT_LENGTH, Long.toString(length));
            onLoop(() -> {
                write(head);
                writePieces(whole);
                writeChunks(rest);
                end();
            }, () -> {
                whole.forEach(ByteBuf::release);
                drop(rest);
            });
        } else {
            Deque<ByteBuf> last = gzip == null ? new ArrayDeque<>(0) : squeeze(rest, gzip);
            writePieces(last);
            writeChunks(rest);
            onLoop(this::end, () -> {});
        }
    }

    /** Decides whether the body, of at least {@code bytes}, is compressed. */
    private void compress(HttpResponse head, long bytes) {
        if (compressed && bytes >= coding.bytesMin() && !exchange.headOnly() && !EVENT_STREAM.equals(bodyType)) {
            gzip = new GzipBody(channel.alloc(), coding.level());
            head.headers().set(HttpHeaderNames.CONTENT_ENCODING, HttpHeaderValues.GZIP);
        }
        if (coding.enabled()) {
            head.headers().add(HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT_ENCODING);
        }
    }

    /** Compresses what is left of the body, on the thread that has made it. */
    private Deque<ByteBuf> squeeze(ChunkedBuffer rest, GzipBody into) {
        var pieces = new ArrayDeque<ByteBuf>();
        for (ByteBuf chunk = rest.take(); chunk != null; chunk = rest.take()) {
            pieces.add(squeeze(chunk, into));
        }
        pieces.add(into.finish());
        gzip = null;
        return pieces;
    }

    private ByteBuf squeeze(ByteBuf chunk, GzipBody into) {
        long cost = ChunkedBuffer.costOf(chunk);
        ByteBuf smaller = into.compress(chunk);
        budget.release(cost);
        return smaller;
    }

    private void writePieces(Deque<ByteBuf> pieces) {
        for (ByteBuf piece = pieces.poll(); piece != null; piece = pieces.poll()) {
            bodyBytes.addAndGet(piece.readableBytes());
            var _ = channel.write(new DefaultHttpContent(piece), channel.voidPromise());
        }
    }

    @Override
    public void cut() {
        ended = true;
        // Without the end of a chunked body; a stream of HTTP/2 is reset.
        var _ = channel.close();
    }

    /**
     * Refuses an answer of any size when there is no memory for one more.
     *
     * @return whether it did
     */
    boolean refuseIfCrowded() {
        if (!budget.exhausted()) {
            return false;
        }
        error(HranaError.crowded("No room for one more answer", budget.bytesMax()));
        return true;
    }

    @Override
    public boolean writable() {
        return outbox.writable() && !crowded();
    }

    @Override
    public void park(Runnable resume) {
        if (!outbox.writable()) {
            outbox.park(resume);
            return;
        }
        crowdedOut.set(resume);
        if (!crowded()) {
            wake();
        }
    }

    /** When memory is short, an answer of many parts has no more than one of them on its way. */
    private boolean crowded() {
        return bytesOnTheirWay.get() > 0 && budget.exhausted() && channel.isActive();
    }

    private void wake() {
        Runnable resume = crowdedOut.getAndSet(null);
        if (resume != null) {
            resume.run();
        }
    }

    @Override
    public boolean abandoned() {
        return abandoned || !channel.isActive();
    }

    /** The connection is gone. Called on the event loop, at most once. */
    void abandon() {
        abandoned = true;
        stop();
    }

    private void stop() {
        Runnable action = onAbandoned;
        if (action != null && !ended) {
            action.run();
            var _ = channel.eventLoop().schedule(this::stop, STOP_INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void respond(HttpResponse head, ByteBuf body) {
        head.headers().set(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(body.readableBytes()));
        onLoop(() -> {
            write(head);
            if (exchange.headOnly() || !body.isReadable()) {
                body.release();
            } else {
                bodyBytes.addAndGet(body.readableBytes());
                var _ = channel.write(new DefaultHttpContent(body), channel.voidPromise());
            }
            end();
        }, body::release);
    }

    private void write(HttpResponse head) {
        status = head.status().code();
        heads.time(head, System.nanoTime() - beganNanos);
        ResponseHeads.connection(head, exchange.closes(), exchange.http10());
        var _ = channel.write(head, channel.voidPromise());
    }

    private void writeChunks(ChunkedBuffer part) {
        for (ByteBuf chunk = part.take(); chunk != null; chunk = part.take()) {
            if (gzip != null) {
                ByteBuf squeezed = squeeze(chunk, gzip);
                bodyBytes.addAndGet(squeezed.readableBytes());
                var _ = channel.write(new DefaultHttpContent(squeezed), channel.voidPromise());
                continue;
            }
            long cost = ChunkedBuffer.costOf(chunk);
            if (exchange.headOnly()) {
                chunk.release();
                budget.release(cost);
                continue;
            }
            bodyBytes.addAndGet(chunk.readableBytes());
            ChannelFuture written = channel.write(new DefaultHttpContent(chunk));
            if (cost > 0) {
                bytesOnTheirWay.addAndGet(cost);
                written.addListener(done -> left(cost));
            }
        }
    }

    private void left(long cost) {
        budget.release(cost);
        if (bytesOnTheirWay.addAndGet(-cost) == 0) {
            wake();
        }
    }

    private void end() {
        var _ = channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT, channel.voidPromise());
        exchange.done();
    }

    private void drop(ChunkedBuffer part) {
        for (ByteBuf chunk = part.take(); chunk != null; chunk = part.take()) {
            long cost = ChunkedBuffer.costOf(chunk);
            chunk.release();
            budget.release(cost);
        }
    }

    /** @param dropped run here instead when the event loop has ended: the front end has cut its connections */
    private void onLoop(Runnable action, Runnable dropped) {
        if (channel.eventLoop().inEventLoop()) {
            action.run();
            return;
        }
        try {
            channel.eventLoop().execute(action);
        } catch (RejectedExecutionException _) {
            dropped.run();
        }
    }
}
