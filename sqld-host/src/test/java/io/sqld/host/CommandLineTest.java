package io.sqld.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sqld.host.config.KeyOverride;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {
    @Test
    void aFileOptionsAndKeysMayStandInAnyOrder() throws Exception {
        CommandLine line = parse("--set", "a.b=1", "app.db", "--config=x.conf", "--set=c=d=e");
        assertThat(line.action()).isEqualTo(CommandLine.Action.SERVE);
        assertThat(line.database()).contains(Path.of("app.db"));
        assertThat(line.config()).contains(Path.of("x.conf"));
        assertThat(line.overrides()).containsExactly(new KeyOverride("a.b", "1", "--set"),
                new KeyOverride("c", "d=e", "--set"));
    }

    @Test
    void nothingMeansServe() throws Exception {
        assertThat(parse().action()).isEqualTo(CommandLine.Action.SERVE);
    }

    @Test
    void afterTwoDashesEverythingIsAFile() throws Exception {
        assertThat(parse("--", "--odd.db").database()).contains(Path.of("--odd.db"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "--conifg x      | did you mean --config?",
            "-x              | unknown option -x",
            "--config        | --config needs a value",
            "--set           | --set needs a value",
            "--set nothing   | --set needs key=value",
            "--set =1        | --set needs key=value",
            "--set a..b=1    | is not a key",
            "--version=1     | --version takes no value",
            "a.db b.db       | b.db is the second",
            "--config ''     | a file name is empty"})
    void mistakesAreExplainedInOneLine(String arguments, String message) {
        String[] words = arguments.replace("''", "\0").split(" ", -1);
        for (int i = 0; i < words.length; i++) {
            words[i] = words[i].replace("\0", "");
        }
        assertThatThrownBy(() -> parse(words)).isInstanceOf(UsageException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void theHelpNamesEveryOptionAndExitStatus() {
        assertThat(CommandLine.HELP).contains("--config", "--set", "--check-config", "--print-config", "--list-plugins",
                "--version", "--help");
        for (ExitCode code : ExitCode.values()) {
            assertThat(CommandLine.HELP).containsPattern("\\b" + code.status() + " ");
        }
    }

    private static CommandLine parse(String... arguments) throws UsageException {
        return CommandLine.parse(List.of(arguments));
    }
}
