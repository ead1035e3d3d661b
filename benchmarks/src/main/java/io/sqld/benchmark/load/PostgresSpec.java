package io.sqld.benchmark.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * PostgreSQL.
 *
 * @param binaries the directory with {@code initdb} and {@code postgres}
 * @param user the system user to run as, since PostgreSQL refuses root; empty for the current one
 */
record PostgresSpec(Path binaries, Durability durabilityLevel, String user) implements ServerSpec {
    static final String NAME = "postgres";
    /** Enough for the load; a connection more costs a process. */
    static final int CONNECTIONS_MAX = 1100;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Dialect dialect() {
        return Dialect.POSTGRES;
    }

    @Override
    public List<Protocol> protocols() {
        return List.of(Protocol.PGWIRE);
    }

    @Override
    public String durability() {
        return "fsync = on, synchronous_commit = " + setting();
    }

    @Override
    public String version() {
        return Commands.firstLine(program("postgres"), "--version");
    }

    @Override
    public RunningServer start(Path directory) {
        Path data = directory.resolve("data");
        if (!Files.exists(data)) {
            initialize(directory, data);
        }
        InetSocketAddress address = RunningServer.freeAddress();
        List<String> command = asUser(program("postgres"), "-D", data.toString());
        for (String setting : List.of("listen_addresses=127.0.0.1", "port=" + address.getPort(),
                "unix_socket_directories=", "fsync=on", "synchronous_commit=" + setting(), "shared_buffers=512MB",
                "max_wal_size=4GB", "max_connections=" + CONNECTIONS_MAX)) {
            command.add("-c");
            command.add(setting);
        }
        ServerProcess process = ServerProcess.start(command, directory, directory.resolve("log"));
        return RunningServer.await(this, process, Map.of(Protocol.PGWIRE, address));
    }

    private String setting() {
        return switch (durabilityLevel) {
            case DURABLE -> "on";
            case RELAXED -> "off";
        };
    }

    private void initialize(Path directory, Path data) {
        if (!user.isEmpty()) {
            try {
                UserPrincipal owner = directory.getFileSystem()
                        .getUserPrincipalLookupService()
                        .lookupPrincipalByName(user);
                Files.setOwner(directory, owner);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot give " + directory + " to " + user, e);
            }
        }
        Commands.run(
                asUser(program("initdb"), "-D", data.toString(), "-U", PgConnection.USER, "-A", "trust", "-E", "UTF8",
                        "--no-locale"),
                "");
        Commands.run(asUser(program("postgres"), "--single", "-D", data.toString(), "postgres"),
                "CREATE DATABASE \"" + PgConnection.DATABASE + "\"\n");
    }

    private String program(String name) {
        return binaries.resolve(name).toString();
    }

    /** setpriv replaces itself by the program, so the process is the server's own. */
    private List<String> asUser(String... command) {
        Stream<String> prefix = user.isEmpty()
                ? Stream.empty()
                : Stream.of("setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups", "--");
        return new ArrayList<>(Stream.concat(prefix, Stream.of(command)).toList());
    }
}
