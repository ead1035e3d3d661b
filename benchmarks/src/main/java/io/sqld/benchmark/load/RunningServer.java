package io.sqld.benchmark.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** A server that runs and answers. Close ends it. */
final class RunningServer implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final long POLL_NANOS = 2_000_000;

    private final ServerSpec spec;
    private final ServerProcess process;
    private final Map<Protocol, InetSocketAddress> addresses;
    private final Duration startUp;

    private RunningServer(ServerSpec spec, ServerProcess process, Map<Protocol, InetSocketAddress> addresses,
            Duration startUp) {
        this.spec = spec;
        this.process = process;
        this.addresses = Map.copyOf(addresses);
        this.startUp = startUp;
    }

    /** Asks the process {@code SELECT 1} by every protocol until it answers; ends it if it never does. */
    static RunningServer await(ServerSpec spec, ServerProcess process, Map<Protocol, InetSocketAddress> addresses) {
        long deadline = process.startedNanos() + START_LIMIT.toNanos();
        for (Map.Entry<Protocol, InetSocketAddress> address : addresses.entrySet()) {
            while (!answers(address.getKey(), address.getValue())) {
                if (!process.alive() || System.nanoTime() - deadline > 0) {
                    process.close();
                    throw new BenchmarkException(spec.name() + " does not answer " + address.getKey().label() + " on "
                            + address.getValue() + ". Its last words:\n" + process.tail());
                }
                LockSupport.parkNanos(POLL_NANOS);
            }
        }
        Duration startUp = Duration.ofNanos(System.nanoTime() - process.startedNanos());
        return new RunningServer(spec, process, addresses, startUp);
    }

    /** {@return an address on loopback that was free a moment ago} */
    static InetSocketAddress freeAddress() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ServerSpec spec() {
        return spec;
    }

    /** {@return from its start to its first answer by every protocol} */
    Duration startUp() {
        return startUp;
    }

    ProcessTree tree() {
        return process.tree();
    }

    InetSocketAddress address(Protocol protocol) {
        InetSocketAddress address = addresses.get(protocol);
        if (address == null) {
            throw new IllegalArgumentException(spec.name() + " does not speak " + protocol);
        }
        return address;
    }

    /** {@return a client for what is not measured; the caller closes it} */
    SqlClient client(Protocol protocol) throws IOException {
        return SqlClient.open(protocol, address(protocol));
    }

    @Override
    public void close() {
        process.close();
    }

    private static boolean answers(Protocol protocol, InetSocketAddress address) {
        try (SqlClient client = SqlClient.open(protocol, address)) {
            return client.value("SELECT 1").equals("1");
        } catch (IOException e) {
            return false;
        }
    }
}
