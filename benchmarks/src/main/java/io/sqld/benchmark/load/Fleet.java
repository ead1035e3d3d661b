package io.sqld.benchmark.load;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The servers that run at the same time, loaded with the same data. Close ends them all. */
final class Fleet implements AutoCloseable {
    private final Map<ServerSpec, RunningServer> servers = new LinkedHashMap<>();
    private final Map<ServerSpec, Path> directories = new LinkedHashMap<>();
    private final PrintStream messages;

    private Fleet(PrintStream messages) {
        this.messages = messages;
    }

    /** Starts and loads all of them, each in a directory of its own below {@code data}. */
    static Fleet start(List<ServerSpec> specs, Path data, PrintStream messages) {
        Fleet fleet = new Fleet(messages);
        try {
            for (ServerSpec spec : specs) {
                Path directory = data.resolve(spec.name());
                Files.createDirectories(directory);
                fleet.directories.put(spec, directory);
                RunningServer server = spec.start(directory);
                fleet.servers.put(spec, server);
                load(server);
            }
            return fleet;
        } catch (IOException e) {
            fleet.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            fleet.close();
            throw e;
        }
    }

    List<RunningServer> servers() {
        return List.copyOf(servers.values());
    }

    RunningServer server(ServerSpec spec) {
        RunningServer server = servers.get(spec);
        if (server == null) {
            throw new IllegalArgumentException(spec.name());
        }
        return server;
    }

    /** Ends a server that no longer answers and starts it again over its data. */
    RunningServer restart(ServerSpec spec) {
        RunningServer stuck = server(spec);
        Path directory = directories.get(spec);
        if (directory == null) {
            throw new IllegalArgumentException(spec.name());
        }
        messages.println(spec.name() + " no longer answers; it is started again.");
        stuck.close();
        RunningServer again = spec.start(directory);
        servers.put(spec, again);
        return again;
    }

    @Override
    public void close() {
        new ArrayList<>(servers.values()).forEach(RunningServer::close);
    }

    private static void load(RunningServer server) throws IOException {
        try (SqlClient client = server.client(server.spec().protocols().getFirst())) {
            for (String sql : Statements.load(server.spec().dialect())) {
                client.value(sql);
            }
            if (server.spec().dialect() == Dialect.POSTGRES) {
                client.value("VACUUM ANALYZE");
                client.value("CHECKPOINT");
            }
            String rows = client.value("SELECT count(*) FROM item WHERE length(note) > 20");
            if (!rows.equals(Integer.toString(Statements.ROWS))) {
                throw new BenchmarkException(server.spec().name() + " has loaded " + rows + " rows");
            }
        }
    }
}
