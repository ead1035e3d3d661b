package io.sqld.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DataDirectoryTest {
    @TempDir Path parent;

    @Test
    void itIsMadeWithItsParentsForItsOwnerOnly() throws Exception {
        try (DataDirectory directory = DataDirectory.open(parent.resolve("a/b"))) {
            assertThat(directory.path()).isEqualTo(parent.toRealPath().resolve("a/b"));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.path())))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void anotherProcessThatHoldsItIsNamed() throws Exception {
        Path path = parent.resolve("data");
        Process holder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Holder.class.getName(), path.toString()).start();
        try (var reader = new BufferedReader(
                new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(reader.readLine()).isEqualTo("locked");
            assertThatThrownBy(() -> DataDirectory.open(path)).isInstanceOf(StartException.class)
                    .hasMessageContaining("in use by another server (process " + holder.pid() + ")")
                    .hasMessageContaining("--set sqld.data-dir=");
        } finally {
            holder.destroyForcibly();
        }
        assertThat(holder.waitFor(30, TimeUnit.SECONDS)).isTrue();
        DataDirectory.open(path).close();
    }

    @Test
    void aLinkToTheDirectoryLeadsToTheSameLock() throws Exception {
        Path path = parent.resolve("data");
        Path link = Files.createSymbolicLink(parent.resolve("link"), path);
        try (DataDirectory directory = DataDirectory.open(path)) {
            assertThat(directory.path()).isDirectory();
            assertThatThrownBy(() -> DataDirectory.open(link)).hasMessageContaining("in use");
        }
    }

    @Test
    void aFileInItsPlaceIsOneClearLine() throws Exception {
        Path path = Files.writeString(parent.resolve("file"), "x");
        assertThatThrownBy(() -> DataDirectory.open(path)).isInstanceOf(StartException.class)
                .hasMessageContaining(path.toString())
                .hasMessageContaining("not a directory")
                .hasMessageNotContaining("\n");
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsOneClearLine() throws Exception {
        Path path = Files.createDirectory(parent.resolve("sealed"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
        assumeTrue(!Files.isWritable(path), "this user may write anywhere");
        for (Path unwritable : new Path[] {path, path.resolve("within")}) {
            assertThatThrownBy(() -> DataDirectory.open(unwritable)).isInstanceOf(StartException.class)
                    .hasMessageContaining(unwritable.toString())
                    .hasMessageContaining("cannot be written");
        }
    }

    /** Holds the directory until it is killed. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws Exception {
            try (DataDirectory directory = DataDirectory.open(Path.of(arguments[0]))) {
                System.out.println(directory.path().toString().isEmpty() ? "" : "locked");
                assertThat(System.in.read()).isNegative();
            }
        }
    }
}
