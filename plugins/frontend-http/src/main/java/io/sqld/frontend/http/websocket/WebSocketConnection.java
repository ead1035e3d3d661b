package io.sqld.frontend.http.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.sqld.frontend.http.json.ByteCollector;
import io.sqld.frontend.http.json.MemoryBudget;
import io.sqld.netty.Outbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's side of one WebSocket after the handshake: frames become messages, pings are answered, and the end is
 * agreed upon. What the client sends while enough of it is in hand stays in its socket. Lives on the event loop.
 */
public final class WebSocketConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketConnection.class);
    private static final int REASON_BYTES_MAX = 123;
    private static final int CONTROL_BYTES_MAX = 125;
    private static final long CHECK_MIN_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int CHECKS_PER_TIMEOUT = 6;
    /** A message of more than so many bytes takes too long to be decoded on the event loop. */
    private static final int LIGHT_BYTES = 128 * 1024;
    /** What all WebSockets together may have of small messages is bounded by their number. */
    private static final int MESSAGE_BYTES_FREE = 64 * 1024;

    /** Lets bytes through to this handler, or holds them back. */
    @FunctionalInterface
    public interface Gate {
        /** Called on the event loop. */
        void open(boolean wanted);
    }

    private final Channel channel;
    private final Outbox outbox;
    private final Gate gate;
    private final WebSocketLimits limits;
    private final MemoryBudget budget;
    private final Executor decoders;
    private final MessageOutput output;
    private final InHand inHand;
    private final MessageListener listener;

    private final FrameHead head = new FrameHead();
    private final byte[] control = new byte[CONTROL_BYTES_MAX];
    private int controlLength;
    private @Nullable ByteCollector message;
    private boolean binary;

    private final Deque<ByteBuf> held = new ArrayDeque<>();
    private boolean reading;
    private volatile boolean paused;
    private volatile boolean draining;
    private boolean closed;
    private boolean decoding;
    private boolean spoken;
    private boolean pinged;
    private final long sinceNanos = System.nanoTime();
    private long heardNanos = sinceNanos;
    private long messageSinceNanos = sinceNanos;

    /**
     * The WebSocket on {@code channel}, whose handshake is done; the caller adds it to the end of the pipeline.
     *
     * @param inBudget of messages that arrive
     * @param outBudget of messages that are sent
     * @param decoders run what takes too long for the event loop
     * @param listener made once, with the way to the client
     */
    public WebSocketConnection(
            Channel channel,
            Outbox outbox,
            Gate gate,
            WebSocketLimits limits,
            MemoryBudget inBudget,
            MemoryBudget outBudget,
            Executor decoders,
            Function<MessageOutput, MessageListener> listener) {
        this.channel = channel;
        this.outbox = outbox;
        this.gate = gate;
        this.limits = limits;
        this.budget = inBudget;
        this.decoders = decoders;
        this.output = new MessageOutput(channel, outBudget);
        this.inHand = new InHand(limits, this::messageEnded);
        this.listener = listener.apply(output);
    }

    /** The server stops: takes no more messages, and says goodbye when those in hand are answered. */
    public void drain() {
        draining = true;
        messageEndedOnLoop();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        watch();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object data) {
        var bytes = (ByteBuf) data;
        if (closed) {
            bytes.release();
            return;
        }
        heardNanos = System.nanoTime();
        pinged = false;
        held.add(bytes);
        readHeld();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        output.flush();
        context.fireChannelReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (output.writable()) {
            output.wake();
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end();
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug("lost {}: {}", channel.remoteAddress(), cause.toString());
        } else {
            LOG.warn("failed to serve {}", channel.remoteAddress(), cause);
        }
        end();
        var _ = context.close();
    }

    private void readHeld() {
        if (reading) {
            return;
        }
        reading = true;
        try {
            readWhileOpen();
            // Another thread may end a message between the look and the pause, and would then wake nobody.
            pause(!open());
            while (paused && open() && !closed) {
                pause(false);
                readWhileOpen();
                pause(!open());
            }
        } catch (WebSocketException e) {
            close(e.code(), e.reason());
        } finally {
            reading = false;
        }
    }

    private void readWhileOpen() {
        while (!closed && !held.isEmpty() && open()) {
            ByteBuf first = held.element();
            read(first);
            if (!first.isReadable() && !closed) {
                held.remove().release();
            }
        }
    }

    private void read(ByteBuf in) {
        while (in.isReadable() && !closed && open()) {
            if (!head.complete()) {
                if (message == null && !head.started()) {
                    messageSinceNanos = heardNanos;
                }
                if (!head.read(in)) {
                    return;
                }
                beginFrame();
            } else {
                take(in, (int) Math.min(in.readableBytes(), head.left()));
            }
            if (head.left() == 0) {
                head.reset();
                endFrame();
            }
        }
    }

    private boolean open() {
        return !draining && !decoding && inHand.room();
    }

    private void pause(boolean wanted) {
        if (paused != wanted && !closed) {
            paused = wanted;
            heardNanos = System.nanoTime();
            gate.open(!wanted);
        }
    }

    private void beginFrame() {
        switch (head.opcode()) {
            case TEXT, BINARY -> {
                if (message != null) {
                    throw new WebSocketException(
                            CloseCode.PROTOCOL_ERROR, "A message begins before the one before has ended");
                }
                binary = head.opcode() == Opcode.BINARY;
                checkLength(head.length());
                message = new ByteCollector(
                        head.last() ? head.length() : -1, limits.messageBytesMax(), budget, MESSAGE_BYTES_FREE);
            }
            case CONTINUATION -> checkLength(message().length() + head.length());
            case CLOSE, PING, PONG -> controlLength = 0;
        }
    }

    private void checkLength(long length) {
        if (length > limits.messageBytesMax()) {
            throw tooBig();
        }
    }

    private void take(ByteBuf in, int count) {
        if (head.opcode().control()) {
            in.readBytes(control, controlLength, count);
            head.unmask(control, controlLength, count);
            controlLength += count;
            return;
        }
        ByteCollector into = message();
        switch (into.add(in.readSlice(count))) {
            case ADDED -> head.unmask(into.array(), into.length() - count, count);
            case TOO_LARGE -> throw tooBig();
            case NO_ROOM -> throw new WebSocketException(
                    CloseCode.TRY_AGAIN_LATER,
                    "The requests in memory together reach http.limits.body-bytes-total-max. Try again later");
        }
    }

    private void endFrame() {
        switch (head.opcode()) {
            case TEXT, BINARY, CONTINUATION -> {
                if (head.last()) {
                    deliver();
                }
            }
            case PING -> {
                output.flush();
                sendControl(Opcode.PONG, Unpooled.copiedBuffer(control, 0, controlLength));
            }
            case PONG -> {}
            case CLOSE -> answerClose();
        }
    }

    private void deliver() {
        ByteCollector content = message();
        message = null;
        spoken = true;
        inHand.began(content.length());
        var whole = new Message(binary, content, inHand);
        if (content.length() <= LIGHT_BYTES) {
            obey(whole, () -> listener.message(whole).run());
            return;
        }
        decoding = true;
        try {
            decoders.execute(() -> decode(whole));
        } catch (RejectedExecutionException e) {
            whole.release();
            throw new WebSocketException(CloseCode.GOING_AWAY, "The server stops");
        }
    }

    /** A large message, on another thread, while nothing more is read. */
    private void decode(Message whole) {
        Runnable action;
        try {
            action = listener.message(whole);
        } catch (RuntimeException e) {
            action = () -> {
                throw e;
            };
        }
        Runnable decoded = action;
        try {
            channel.eventLoop().execute(() -> decoded(whole, decoded));
        } catch (RejectedExecutionException _) {
            whole.release();
        }
    }

    private void decoded(Message whole, Runnable action) {
        decoding = false;
        if (closed) {
            whole.release();
            return;
        }
        try {
            obey(whole, action);
        } catch (WebSocketException e) {
            close(e.code(), e.reason());
            return;
        }
        messageEndedOnLoop();
    }

    private void obey(Message whole, Runnable action) {
        try {
            action.run();
        } catch (WebSocketException e) {
            whole.release();
            throw e;
        } catch (RuntimeException e) {
            whole.release();
            LOG.error("failed to answer a message of {}", channel.remoteAddress(), e);
            throw new WebSocketException(CloseCode.INTERNAL_ERROR, "The server failed; its log says why");
        }
    }

    private void answerClose() {
        int code = controlLength < 2 ? 0 : (control[0] & 0xFF) << 8 | (control[1] & 0xFF);
        boolean wrong = controlLength == 1 || (controlLength >= 2 && !CloseCode.maySend(code));
        if (wrong) {
            throw new WebSocketException(CloseCode.PROTOCOL_ERROR, "No such code to close with");
        }
        goodbye(controlLength == 0 ? Unpooled.EMPTY_BUFFER : Unpooled.copyShort(code));
    }

    /** Says why, and closes. Messages that are complete leave first. On the event loop. */
    public void close(CloseCode code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(text.length, REASON_BYTES_MAX);
        while (length < text.length && (text[length] & 0xC0) == 0x80) {
            length--;
        }
        goodbye(Unpooled.wrappedBuffer(Unpooled.copyShort(code.number()), Unpooled.wrappedBuffer(text, 0, length)));
    }

    private void goodbye(ByteBuf payload) {
        if (closed) {
            payload.release();
            return;
        }
        output.flush();
        sendControl(Opcode.CLOSE, payload);
        end();
        // From here on, what comes is read and forgotten, until the client has ended its side too.
        gate.open(true);
        outbox.hangUp();
    }

    private void end() {
        if (closed) {
            return;
        }
        closed = true;
        output.close();
        ByteCollector unfinished = message;
        message = null;
        if (unfinished != null) {
            unfinished.release();
        }
        listener.closed();
        held.forEach(ByteBuf::release);
        held.clear();
    }

    private void sendControl(Opcode opcode, ByteBuf payload) {
        ByteBuf frame = channel.alloc().buffer(2 + payload.readableBytes());
        frame.writeByte(0x80 | opcode.number()).writeByte(payload.readableBytes()).writeBytes(payload);
        payload.release();
        var _ = channel.writeAndFlush(frame, channel.voidPromise());
    }

    /** By any thread. */
    private void messageEnded() {
        if (!channel.eventLoop().inEventLoop()) {
            if (paused || draining) {
                try {
                    channel.eventLoop().execute(this::messageEndedOnLoop);
                } catch (RejectedExecutionException _) {
                    LOG.trace("the front end has cut its connections");
                }
            }
            return;
        }
        if (!reading) {
            messageEndedOnLoop();
        }
    }

    private void messageEndedOnLoop() {
        if (closed) {
            return;
        }
        if (draining && inHand.none()) {
            close(CloseCode.GOING_AWAY, "The server stops");
            return;
        }
        readHeld();
    }

    private ByteCollector message() {
        if (message == null) {
            throw new WebSocketException(CloseCode.PROTOCOL_ERROR, "A frame continues a message that has not begun");
        }
        return Objects.requireNonNull(message);
    }

    private WebSocketException tooBig() {
        return new WebSocketException(
                CloseCode.MESSAGE_TOO_BIG,
                "The message is larger than http.limits.body-bytes-max (" + limits.messageBytesMax() + " bytes)");
    }

    private void watch() {
        long shortest = Math.min(limits.idleNanos(), limits.messageNanos());
        long interval = Math.max(shortest / CHECKS_PER_TIMEOUT, CHECK_MIN_NANOS);
        var _ = channel.eventLoop().schedule(this::check, interval, TimeUnit.NANOSECONDS);
    }

    private void check() {
        if (closed) {
            return;
        }
        long now = System.nanoTime();
        boolean late = (message != null || head.started()) && now - messageSinceNanos >= limits.messageNanos();
        boolean mute = !spoken && now - sinceNanos >= limits.messageNanos();
        if (!paused && (late || mute)) {
            close(CloseCode.POLICY_VIOLATION, "No message arrived within http.request-read-timeout");
            return;
        }
        long silentNanos = paused ? 0 : now - heardNanos;
        if (silentNanos >= limits.idleNanos()) {
            close(CloseCode.GOING_AWAY,
                    "Nothing came within http.websocket.idle-timeout, not even an answer to a ping");
            return;
        }
        if (!pinged && silentNanos >= limits.idleNanos() / 2) {
            pinged = true;
            output.flush();
            sendControl(Opcode.PING, Unpooled.EMPTY_BUFFER);
        }
        watch();
    }
}
