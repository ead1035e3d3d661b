package io.sqld.benchmark.load;

import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** Memory with connections that have each asked once and are silent since. */
final class IdleSection {
    private static final Duration SETTLE = Duration.ofSeconds(1);
    private static final int BUFFER_BYTES = 64 * 1024;

    /** The memory of one server with a number of connections. */
    record Result(String server, Protocol protocol, int connections, ProcessTree.Memory memory) {}

    private final Options options;
    private final List<ServerSpec> specs;
    private final Path data;
    private final PrintStream messages;

    IdleSection(Options options, List<ServerSpec> specs, Path data, PrintStream messages) {
        this.options = options;
        this.specs = specs;
        this.data = data;
        this.messages = messages;
    }

    List<Result> run() {
        List<Result> results = new ArrayList<>();
        for (ServerSpec spec : specs) {
            for (Protocol protocol : spec.protocols()) {
                if (options.includes(protocol)) {
                    measure(spec, protocol, results);
                }
            }
        }
        return results;
    }

    private void measure(ServerSpec spec, Protocol protocol, List<Result> results) {
        Path directory = StartUpSection.directory(data, "idle-" + spec.name() + "-" + protocol.label());
        List<SocketChannel> open = new ArrayList<>();
        try (RunningServer server = spec.start(directory)) {
            for (int connections : options.idleConnections().stream().sorted().toList()) {
                if (spec.name().equals(PostgresSpec.NAME) && connections >= PostgresSpec.CONNECTIONS_MAX) {
                    messages.println("Leaving out postgres with " + connections + " connections: it is set up for "
                            + PostgresSpec.CONNECTIONS_MAX + ", each a process.");
                    continue;
                }
                while (open.size() < connections) {
                    open.add(connect(server.address(protocol), protocol));
                }
                LockSupport.parkNanos(SETTLE.toNanos());
                Result result = new Result(spec.name(), protocol, connections, server.tree().memory());
                messages.printf(Locale.ROOT, "idle     %-8s %-6s %5d connections %7.0f MiB%n", result.server(),
                        protocol.label(), connections, result.memory().proportional() / 1048576.0);
                results.add(result);
            }
        } catch (IOException e) {
            messages.println("Leaving out " + spec.name() + " " + protocol.label() + " from " + open.size()
                    + " idle connections on: " + e.getMessage());
        } finally {
            open.forEach(IdleSection::close);
        }
    }

    private static SocketChannel connect(InetSocketAddress address, Protocol protocol) throws IOException {
        return switch (protocol) {
            case HTTP -> ask(SocketChannel.open(address));
            case PGWIRE -> {
                PgConnection connection = PgConnection.open(address);
                connection.value("SELECT 1");
                yield connection.channel();
            }
        };
    }

    private static SocketChannel ask(SocketChannel channel) throws IOException {
        Conversation conversation = new HttpConversation(new HttpStep[] {HttpStep.probe()});
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        conversation.begin(0);
        conversation.request(buffer);
        channel.write(buffer.flip());
        buffer.clear();
        Answer answer = Answer.INCOMPLETE;
        while (answer == Answer.INCOMPLETE) {
            if (channel.read(buffer) < 0) {
                throw new EOFException("the server closed the connection");
            }
            answer = conversation.answer(buffer.flip());
            buffer.compact();
        }
        if (answer != Answer.DONE) {
            channel.close();
            throw new IOException(conversation.complaint());
        }
        return channel;
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
