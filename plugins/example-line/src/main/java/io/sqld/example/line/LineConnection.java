package io.sqld.example.line;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.frontend.ClientSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client. All of it runs on the loop's thread, but for {@link #send}, which a {@link LineTask} calls from its
 * worker. One statement runs at a time; while it does, further lines are read as long as there is room, which is also
 * how the end of the client is noticed.
 */
final class LineConnection {
    private static final Logger LOG = LoggerFactory.getLogger(LineConnection.class);
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final SelectionKey key;
    private final LineSettings settings;
    private final LineLoop loop;
    private final LineBuffer input;
    private Optional<ClientSession> session = Optional.empty();
    private boolean inputEnded;
    private boolean statementRuns;
    private boolean ending;
    private boolean closed;
    private ByteBuffer output = NOTHING;
    private Runnable whenWritten = LineConnection::nothing;
    /** When the client last read something, or ended its side. */
    private long progressAtNanos = System.nanoTime();

    LineConnection(SocketChannel channel, SelectionKey key, LineSettings settings, LineLoop loop) {
        this.channel = channel;
        this.key = key;
        this.settings = settings;
        this.loop = loop;
        this.input = new LineBuffer(settings.lineBytesMax());
    }

    void begin(ClientSession opened) {
        session = Optional.of(opened);
    }

    /** Says why the client is not served, and ends. */
    void refuse(SqldException reason) {
        ending = true;
        queue(LineEncoder.error(reason), LineConnection::nothing);
    }

    /** Ends now, or after the answer in hand. */
    void drain() {
        ending = true;
        goOn();
    }

    /** {@return whether a timeout runs} */
    boolean waits() {
        return output.hasRemaining() || inputEnded;
    }

    void tick(long nowNanos) {
        long waitedNanos = nowNanos - progressAtNanos;
        if (output.hasRemaining() && waitedNanos > settings.writeStallTimeoutNanos()) {
            LOG.info("A client that did not read is disconnected (line.write-stall-timeout).");
            close();
        } else if (inputEnded && !output.hasRemaining() && waitedNanos > settings.lingerNanos()) {
            close();
        }
    }

    /** The channel can be read or written. */
    void ready() {
        try {
            if (key.isValid() && key.isReadable()) {
                read();
            }
            if (key.isValid() && key.isWritable()) {
                write();
            }
        } catch (IOException e) {
            gone(e);
        }
    }

    /**
     * Sends {@code bytes}, of which it takes possession, and calls {@code written} when they are on their way. Called
     * by the statement in hand, from any thread, with one call at a time under way.
     */
    void send(ByteBuffer bytes, Runnable written) {
        loop.execute(() -> queue(bytes, written));
    }

    /** The whole answer of the statement in hand is on its way. */
    void answered() {
        statementRuns = false;
    }

    void close() {
        if (!closed) {
            closed = true;
            LineLoop.closeQuietly(channel);
            session.ifPresent(ClientSession::close);
            loop.closed(this);
        }
    }

    private void read() throws IOException {
        if (!input.read(channel)) {
            inputEnded = true;
            progressAtNanos = System.nanoTime();
        }
        goOn();
    }

    /** Starts the next statement if none runs, and ends the connection when nothing is left to do. */
    private void goOn() {
        if (closed) {
            return;
        }
        Optional<LineBuffer.Line> line = statementRuns || ending ? Optional.empty() : input.next(inputEnded);
        if (line.isPresent()) {
            statementRuns = true;
            start(line.get());
        } else if (!statementRuns && !output.hasRemaining() && (ending || inputEnded)) {
            close();
            return;
        }
        key.interestOps((inputEnded || ending || !input.hasRoom() ? 0 : SelectionKey.OP_READ)
                | (output.hasRemaining() ? SelectionKey.OP_WRITE : 0));
    }

    private void start(LineBuffer.Line line) {
        loop.statementReceived();
        switch (line) {
            case LineBuffer.Line.Sql(String sql) ->
                    session.ifPresent(open -> open.submit(new LineTask(sql, settings.answerBufferBytes(), this)));
            case LineBuffer.Line.TooLong() -> fail(ErrorCode.LIMIT_EXCEEDED,
                    "the line is too long (line.line-bytes-max = " + settings.lineBytesMax() + ")");
            case LineBuffer.Line.NotUtf8() -> fail(ErrorCode.INVALID_REQUEST, "the line is not UTF-8");
        }
    }

    private void fail(ErrorCode code, String message) {
        send(LineEncoder.error(new SqldException(code, message)), this::answered);
    }

    private void queue(ByteBuffer bytes, Runnable written) {
        if (closed) {
            // The session is closed too, and with it the statement that waits to go on.
            return;
        }
        output = bytes;
        whenWritten = written;
        progressAtNanos = System.nanoTime();
        try {
            write();
        } catch (IOException e) {
            gone(e);
        }
    }

    private void write() throws IOException {
        if (channel.write(output) > 0) {
            progressAtNanos = System.nanoTime();
        }
        if (!output.hasRemaining()) {
            Runnable next = whenWritten;
            output = NOTHING;
            whenWritten = LineConnection::nothing;
            next.run();
        }
        goOn();
    }

    private void gone(IOException reason) {
        LOG.debug("A client went away: {}", reason.toString());
        close();
    }

    private static void nothing() {}
}
