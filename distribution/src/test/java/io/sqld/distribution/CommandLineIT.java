package io.sqld.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code bin/sqld} answers without serving. */
class CommandLineIT {
    private static final int USAGE = 2;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the test
    Path directory;

    @Test
    void versionIsOneLine() {
        assertThat(answer("--version")).matches("sqld \\d+\\.\\d+\\.\\d+(-SNAPSHOT)? \\(\\S+\\)\n");
    }

    @Test
    void helpExplainsEveryOptionAndTheExitStatus() {
        assertThat(answer("--help")).contains("--config", "--set", "--check-config", "--print-config", "--list-plugins",
                "--version", "--help", "exit status");
    }

    @Test
    void listPluginsNamesWhatEachOffers() {
        assertThat(answer("--list-plugins")).contains("front end pgwire", "front end http", "storage back end libsql")
                .doesNotContain("front end line");
    }

    @Test
    void checkConfigAcceptsWhatIsInstalledAndTouchesNothing() {
        assertThat(answer("--check-config")).isEqualTo("the configuration is fine\n");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void printConfigSaysWhereEachValueComesFrom() throws IOException {
        Path file = Files.writeString(directory.resolve("own.conf"), "sqld.drain-timeout = 7s\n");
        String printed = answer("--config", file.toString(), "--set", "http.listen=127.0.0.1:0", "--print-config");
        assertThat(printed).containsPattern("(?m)^http\\.listen = .*127\\.0\\.0\\.1:0.* --set$")
                .containsPattern("(?m)^sqld\\.drain-timeout = .*7s.* \\S+own\\.conf:1$")
                .containsPattern("(?m)^libsql\\.durability = .*group.* default$");
    }

    @Test
    void theEnvironmentIsReadByUpstreamsNames() {
        ProcessBuilder command = Tree.BUILT.sqld(directory, "--print-config");
        command.environment().put("SQLD_HTTP_LISTEN_ADDR", "127.0.0.1:1234");
        assertThat(Programs.run(command, "").succeeded())
                .containsPattern("(?m)^http\\.listen = .*127\\.0\\.0\\.1:1234.* SQLD_HTTP_LISTEN_ADDR$");
    }

    @Test
    void anUnknownOptionIsExplained() {
        Programs.Outcome outcome = Programs.run(Tree.BUILT.sqld(directory, "--lst-plugins"), "");
        assertThat(outcome.status()).isEqualTo(USAGE);
        assertThat(outcome.output()).contains("--lst-plugins", "--list-plugins").doesNotContain("at io.sqld");
    }

    @Test
    void itRunsThroughASymbolicLinkFromAnywhere() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("my sqld"),
                Tree.BUILT.home().resolve("bin").resolve("sqld"));
        ProcessBuilder command = Tree.BUILT.sqld(directory, "--version");
        command.command().replaceAll(word -> word.endsWith("/bin/sqld") ? link.toString() : word);
        assertThat(Programs.run(command, "").succeeded()).startsWith("sqld ");
    }

    private String answer(String... arguments) {
        return Programs.run(Tree.BUILT.sqld(directory, arguments), "").succeeded();
    }
}
