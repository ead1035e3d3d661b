package io.sqld.benchmark.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Records a server that runs on a JVM with Flight Recorder, one file for each cell. */
interface Recorder {
    /** Records nothing. */
    Recorder NONE = new Recorder() {
        @Override
        public void start(Cell cell) {
            // Nothing is recorded.
        }

        @Override
        public void stop() {
            // Nothing was recorded.
        }
    };

    /** Begins a recording. */
    void start(Cell cell);

    /** Ends it and writes its file. */
    void stop();

    /** {@return a recorder of {@code server}, if it is a JVM} */
    static Recorder of(RunningServer server, Path directory) {
        Optional<Long> jvm = server.tree().named("java");
        if (jvm.isEmpty()) {
            return NONE;
        }
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        return new Recorder() {
            @Override
            public void start(Cell cell) {
                Path file = directory.resolve(cell.label() + ".jfr").toAbsolutePath();
                command("JFR.start", "name=load", "settings=profile", "filename=" + file,
                        "jdk.CPUTimeSample#enabled=true", "jdk.CPUTimeSample#throttle=2ms");
            }

            @Override
            public void stop() {
                command("JFR.stop", "name=load");
            }

            private void command(String... words) {
                Commands.run(Stream.concat(Stream.of(jcmd, jvm.get().toString()), Stream.of(words)).toList(), "");
            }
        };
    }
}
