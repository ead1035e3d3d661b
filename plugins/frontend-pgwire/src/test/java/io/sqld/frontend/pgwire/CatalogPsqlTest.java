package io.sqld.frontend.pgwire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What psql shows for its backslash commands, command by command: {@code src/test/catalog/psql.golden}. With
 * {@code -Dgolden.update=true} the file is written anew, to be read before it is committed.
 */
class CatalogPsqlTest {
    private static final Path GOLDEN = CatalogServer.FILES.resolve("psql.golden");
    private static final String PROMPT = "default=> ";

    @Test
    void psqlShowsTheSchemaAsItShowsThoseOfPostgresql(@TempDir Path directory) throws Exception {
        assumeTrue(Boolean.getBoolean("golden.update") || "required".equals(System.getProperty("clients"))
                || installed(), "psql is not installed");
        List<String> expected = Files.readAllLines(GOLDEN);
        var shown = new ArrayList<String>();
        try (var server = new CatalogServer(directory, "")) {
            for (String line : expected) {
                if (line.startsWith(PROMPT)) {
                    shown.add(line);
                    shown.addAll(psql(server, line.substring(PROMPT.length())));
                }
            }
        }
        if (Boolean.getBoolean("golden.update")) {
            Files.write(GOLDEN, shown);
        }
        assertThat(String.join("\n", shown)).isEqualTo(String.join("\n", expected));
    }

    private static boolean installed() {
        try {
            return new ProcessBuilder("psql", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static List<String> psql(CatalogServer server, String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("psql", "-X", "-h", "127.0.0.1", "-p",
                Integer.toString(server.address().getPort()), "-U", "tester", "-d", "default", "-c", command)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return output.lines().map(String::stripTrailing).toList();
    }
}
