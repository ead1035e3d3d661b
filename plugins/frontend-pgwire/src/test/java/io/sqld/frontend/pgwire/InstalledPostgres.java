package io.sqld.frontend.pgwire;

import io.sqld.testkit.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** PostgreSQL 15 as Debian packages it, on a database of its own. */
final class InstalledPostgres implements AutoCloseable {
    private static final Path BINARIES = Path.of("/usr/lib/postgresql/15/bin");
    private static final String USER = "postgres";

    private final Path directory;
    private final Process process;
    private final InetSocketAddress address;

    private InstalledPostgres(Path directory, Process process, InetSocketAddress address) {
        this.directory = directory;
        this.process = process;
        this.address = address;
    }

    /** {@return whether there is one} */
    static boolean exists() {
        return Files.isExecutable(BINARIES.resolve("initdb"));
    }

    /** Starts it, for the user {@code tester}, who needs no password. */
    static InstalledPostgres start() throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("postgres");
        if (isRoot()) {
            Files.setOwner(directory,
                    directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(USER));
        }
        String data = directory.resolve("data").toString();
        Process initdb = run(directory, "initdb", "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8",
                "--no-locale", "--no-sync");
        if (initdb.waitFor() != 0) {
            throw new IOException("initdb: " + Files.readString(directory.resolve("initdb.log")));
        }
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Process process = run(directory, "postgres", "-D", data, "-p", Integer.toString(port), "-c", "fsync=off", "-c",
                "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "timezone=Etc/UTC");
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        var postgres = new InstalledPostgres(directory, process, address);
        Eventually.await("postgres takes connections", () -> canLogIn(address));
        return postgres;
    }

    private static boolean canLogIn(InetSocketAddress address) {
        try (WireClient client = WireClient.connect(address)) {
            client.send(WireText.parse("startup 0x30000 user tester database postgres"));
            return client.readUntilReady().size() > 1;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    /** setpriv replaces itself by the program, so the process is the server's own. */
    private static Process run(Path directory, String program, String... arguments) throws IOException {
        var command = new ArrayList<String>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups", "--"));
        }
        command.add(BINARIES.resolve(program).toString());
        command.addAll(List.of(arguments));
        Path log = directory.resolve(program + ".log");
        return new ProcessBuilder(command).directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    InetSocketAddress address() {
        return address;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
