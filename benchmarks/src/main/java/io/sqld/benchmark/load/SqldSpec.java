package io.sqld.benchmark.load;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * This project's server.
 *
 * @param binary {@code bin/sqld} of a distribution
 * @param extraArguments what the user adds to its command line
 */
record SqldSpec(Path binary, Durability durabilityLevel, List<String> extraArguments) implements ServerSpec {
    static final String NAME = "sqld";

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
        return List.of(Protocol.HTTP, Protocol.PGWIRE);
    }

    @Override
    public String durability() {
        return "libsql.durability = " + setting();
    }

    @Override
    public String version() {
        return Commands.firstLine(binary.toString(), "--version");
    }

    @Override
    public RunningServer start(Path directory) {
        InetSocketAddress http = RunningServer.freeAddress();
        InetSocketAddress pgwire = RunningServer.freeAddress();
        List<String> command = new ArrayList<>();
        command.add(binary.toString());
        set(command, "sqld.data-dir", directory.resolve("data.sqld").toString());
        set(command, "http.listen", "127.0.0.1:" + http.getPort());
        set(command, "pgwire.listen", "127.0.0.1:" + pgwire.getPort());
        set(command, "libsql.durability", setting());
        command.addAll(extraArguments);
        ServerProcess process = ServerProcess.start(command, directory, directory.resolve("log"));
        return RunningServer.await(this, process, Map.of(Protocol.HTTP, http, Protocol.PGWIRE, pgwire));
    }

    private String setting() {
        return switch (durabilityLevel) {
            case DURABLE -> "group";
            case RELAXED -> "relaxed";
        };
    }

    private static void set(List<String> command, String key, String value) {
        command.add("--set");
        command.add(key + "=\"" + value + "\"");
    }
}
