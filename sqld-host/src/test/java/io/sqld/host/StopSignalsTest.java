package io.sqld.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signals to a process of its own. */
@Timeout(120)
class StopSignalsTest {
    @TempDir Path directory;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void endAll() {
        processes.forEach(Process::destroyForcibly);
    }

    @ParameterizedTest
    @CsvSource({"TERM,0", "INT,0", "HUP,129"})
    void aSignalStopsTheServerInOrder(String signal, int status) throws Exception {
        var server = start(false);
        send(signal, server.process);
        assertThat(server.rest()).contains("Launcher: stopped");
        assertThat(exitOf(server.process)).isEqualTo(status);
    }

    @Test
    void aSecondSignalEndsAServerThatDoesNotStopAtOnce() throws Exception {
        var server = start(true, "--set", "sqld.watchdog-timeout=1h");
        send("TERM", server.process);
        server.awaitLine("a second signal ends the process");
        assertThat(server.process.isAlive()).isTrue();
        send("INT", server.process);
        assertThat(exitOf(server.process)).isEqualTo(128 + 2);
    }

    @Test
    void theWatchdogEndsAServerThatDoesNotStopAndSaysWhatStillRuns() throws Exception {
        var server = start(true, "--set", "sqld.drain-timeout=10ms", "--set", "sqld.watchdog-timeout=10ms");
        send("TERM", server.process);
        assertThat(server.rest()).contains("has not stopped after");
        assertThat(exitOf(server.process)).isEqualTo(1);
    }

    private Started start(boolean hangs, String... arguments) throws IOException {
        // Whoever runs the tests may ignore signals, as nohup does, and their children would too.
        var command = new ArrayList<>(List.of("env", "--default-signal=HUP,INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), HangingServer.class.getName(),
                Boolean.toString(hangs), "--set", "sqld.frontends=pgwire", "--set",
                "sqld.data-dir=" + directory.resolve("data")));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        processes.add(process);
        var started = new Started(process,
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
        started.awaitLine("ready in");
        return started;
    }

    private static void send(String signal, Process process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor()).isZero();
    }

    private static int exitOf(Process process) throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private record Started(Process process, BufferedReader output) {
        void awaitLine(String text) throws IOException {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.contains(text)) {
                    return;
                }
            }
            throw new AssertionError("the process ended without saying: " + text);
        }

        String rest() {
            return String.join("\n", output.lines().toList());
        }
    }
}
