package io.sqld.example.line;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.frontend.Frontend;
import io.sqld.api.frontend.FrontendContext;
import io.sqld.api.frontend.Listener;
import io.sqld.api.service.Deadline;
import io.sqld.api.service.DrainResult;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Listens, and runs one {@link LineLoop} for all connections.
 *
 * <p>The protocol, in UTF-8: the client sends statements, one to a line. The server answers each, in order, with a line
 * for each row and one that ends the answer:
 *
 * <pre>
 * row&lt;TAB&gt;value&lt;TAB&gt;value...
 * ok&lt;TAB&gt;number of rows changed
 * error&lt;TAB&gt;code&lt;TAB&gt;message
 * </pre>
 *
 * NULL is {@code \N}, a blob is {@code \x} and hexadecimal digits, and text has its backslashes, tabs and line ends
 * escaped as {@code \\}, {@code \t}, {@code \n}, {@code \r}.
 */
final class LineFrontend implements Frontend {
    private static final Duration LOOP_ENDS = Duration.ofSeconds(10);

    private final LineSettings settings;
    private final FrontendContext context;
    private Optional<Running> running = Optional.empty();

    private record Running(InetSocketAddress address, LineLoop loop, Thread thread) {}

    LineFrontend(LineSettings settings, FrontendContext context) {
        this.settings = settings;
        this.context = context;
    }

    @Override
    public void start() {
        InetSocketAddress wanted = settings.listen().host().isEmpty()
                ? new InetSocketAddress(settings.listen().port())
                : new InetSocketAddress(settings.listen().host(), settings.listen().port());
        context.checkListener(wanted, "line.listen");
        try {
            ServerSocketChannel server = ServerSocketChannel.open();
            LineLoop loop = bind(server, wanted);
            Thread thread = context.threads("line").newThread(loop);
            running = Optional.of(new Running((InetSocketAddress) server.getLocalAddress(), loop, thread));
            thread.start();
        } catch (IOException | RuntimeException e) {
            throw new SqldException(ErrorCode.START_FAILED,
                    "cannot listen at " + settings.listen() + " (line.listen): " + e.getMessage(), e);
        }
    }

    private LineLoop bind(ServerSocketChannel server, InetSocketAddress address) throws IOException {
        try {
            server.bind(address);
            return new LineLoop(server, settings, context);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    @Override
    public List<Listener> listeners() {
        return running.map(now -> List.of(new Listener("line", now.address(),
                "nc " + now.address().getHostString() + " " + now.address().getPort()))).orElse(List.of());
    }

    @Override
    public DrainResult drain(Deadline deadline) {
        if (running.isEmpty()) {
            return DrainResult.DRAINED;
        }
        try {
            running.get().loop().drain().get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
            return DrainResult.DRAINED;
        } catch (TimeoutException e) {
            return DrainResult.DEADLINE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return DrainResult.DEADLINE;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the loop ended", e);
        }
    }

    @Override
    public void close() {
        running.ifPresent(now -> {
            now.loop().stop();
            try {
                if (!now.thread().join(LOOP_ENDS)) {
                    throw new IllegalStateException(now.thread().getName() + " did not end within " + LOOP_ENDS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        running = Optional.empty();
    }
}
