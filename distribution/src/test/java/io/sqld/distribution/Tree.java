package io.sqld.distribution;

import io.sqld.testkit.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The runnable tree, as users unpack it. */
record Tree(Path home) {
    /** The tree that the build assembled; never written to. */
    static final Tree BUILT = new Tree(Path.of("target", "sqld").toAbsolutePath());

    /** {@return a copy of the built tree that a test may change} */
    static Tree copy(Path to) {
        try (Stream<Path> files = Files.walk(BUILT.home)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(BUILT.home.relativize(file).toString()));
            }
            return new Tree(to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return {@code bin/sqld} in {@code directory}, with the JDK of this build and no other environment of ours} */
    ProcessBuilder sqld(Path directory, String... arguments) {
        // Whoever runs the tests may ignore signals, as nohup does; the server must not inherit that.
        var words = new ArrayList<>(
                List.of("env", "--default-signal=HUP,INT", home.resolve("bin").resolve("sqld").toString()));
        words.addAll(List.of(arguments));
        ProcessBuilder command = new ProcessBuilder(words).directory(directory.toFile());
        command.environment().keySet().removeIf(name -> name.startsWith("SQLD_"));
        command.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return command;
    }

    /** {@return a server on free ports, ready} */
    ServerProcess serve(Path directory, String... arguments) {
        return ServerProcess.start(onFreePorts(directory, arguments));
    }

    /** {@return the command of a server on free ports} */
    ProcessBuilder onFreePorts(Path directory, String... arguments) {
        ProcessBuilder command = sqld(directory, arguments);
        command.command().addAll(List.of("--set", "pgwire.listen=127.0.0.1:0", "--set", "http.listen=127.0.0.1:0"));
        return command;
    }

    static String url(ServerProcess server) {
        InetSocketAddress http = server.address("HTTP");
        return "http://" + http.getHostString() + ":" + http.getPort();
    }

    static int pgPort(ServerProcess server) {
        return server.address("PostgreSQL").getPort();
    }

    /** {@return a connection by PostgreSQL's JDBC driver} */
    static Connection pgjdbc(ServerProcess server) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + pgPort(server)
                        + "/default?user=test&connectTimeout=20&socketTimeout=60");
    }

    /** {@return the command, with a client's environment that names the server} */
    static ProcessBuilder toServer(ServerProcess server, ProcessBuilder command) {
        Map<String, String> environment = command.environment();
        environment.keySet().removeIf(name -> name.startsWith("PG"));
        environment.putAll(Map.of("PGHOST", "127.0.0.1", "PGPORT", Integer.toString(pgPort(server)), "PGUSER", "test",
                "PGDATABASE", "default", "PGCONNECT_TIMEOUT", "20", "PYTHONDONTWRITEBYTECODE", "1"));
        return command;
    }

    /** {@return psql, quiet and without decoration, connected to the server} */
    static ProcessBuilder psql(ServerProcess server, String... arguments) {
        var words = new ArrayList<>(List.of("psql", "-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1",
                "-p", Integer.toString(pgPort(server)), "-U", "test", "-d", "default"));
        words.addAll(List.of(arguments));
        ProcessBuilder command = Programs.command(words.toArray(String[]::new));
        command.environment().put("PGCONNECT_TIMEOUT", "20");
        return command;
    }
}
