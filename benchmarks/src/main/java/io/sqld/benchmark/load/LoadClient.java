package io.sqld.benchmark.load;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.SplittableRandom;

import org.jspecify.annotations.Nullable;

/** One of the clients that {@link LoadDriver} drives: a connection, its buffers, and what it is saying. */
final class LoadClient implements Closeable {
    private static final int BUFFER_BYTES = 256 * 1024;

    private final SocketChannel channel;
    private final Conversation conversation;
    private final SplittableRandom random;
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private long begunNanos;
    private long done;

    private LoadClient(SocketChannel channel, Conversation conversation, long seed) {
        this.channel = channel;
        this.conversation = conversation;
        this.random = new SplittableRandom(seed);
    }

    /** Connects and prepares everything that happens once. */
    static LoadClient open(RunningServer server, Protocol protocol, Workload workload, int number) throws IOException {
        InetSocketAddress address = server.address(protocol);
        return switch (protocol) {
            case HTTP -> {
                SocketChannel channel = SocketChannel.open(address);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                yield new LoadClient(channel, new HttpConversation(HttpStep.steps(workload, number)), number);
            }
            case PGWIRE -> {
                PgConnection connection = PgConnection.open(address);
                connection.roundTrip(PgStep.prepare(workload, server.spec().dialect()));
                yield new LoadClient(connection.channel(), new PgConversation(PgStep.steps(workload, number)), number);
            }
        };
    }

    /** Joins a selector; {@link #ready} is to be called for its key from then on. */
    void register(Selector selector) throws IOException {
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, this);
    }

    /** {@return its key with a selector that it has joined; null once it is cancelled} */
    @Nullable
    SelectionKey key(Selector selector) {
        return channel.keyFor(selector);
    }

    /** Begins an operation and sends its first request. */
    void begin(SelectionKey key) throws IOException {
        conversation.begin(random.nextInt(Statements.FIRST_KEY, Statements.ROWS));
        begunNanos = System.nanoTime();
        send(key);
    }

    /** {@return when the operation began} */
    long begunNanos() {
        return begunNanos;
    }

    /** An operation succeeded. */
    void countDone() {
        done++;
    }

    /** {@return how many have succeeded since this was last asked} */
    long takeDone() {
        long taken = done;
        done = 0;
        return taken;
    }

    String complaint() {
        return conversation.complaint();
    }

    /** Sends what is left to send, reads what has come, and goes on to the operation's next request. */
    Answer ready(SelectionKey key) throws IOException {
        if (out.hasRemaining()) {
            flush(key);
        }
        Answer answer = Answer.INCOMPLETE;
        boolean full = true;
        while (full && answer == Answer.INCOMPLETE) {
            if (channel.read(in) < 0) {
                throw new EOFException("the server closed the connection");
            }
            full = !in.hasRemaining();
            in.flip();
            answer = conversation.answer(in);
            in.compact();
        }
        if (answer == Answer.CONTINUE) {
            send(key);
            return Answer.INCOMPLETE;
        }
        return answer;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void send(SelectionKey key) throws IOException {
        out.clear();
        conversation.request(out);
        out.flip();
        flush(key);
    }

    private void flush(SelectionKey key) throws IOException {
        channel.write(out);
        int wanted = out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
        if (key.interestOps() != wanted) {
            key.interestOps(wanted);
        }
    }
}
