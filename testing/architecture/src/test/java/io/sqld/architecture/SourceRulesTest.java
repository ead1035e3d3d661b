package io.sqld.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourceRulesTest {
    private final Repository repository = Repository.around(Path.of(""));
    private final SourceRules rules = new SourceRules();

    @Test
    void everyJavaFileKeepsTheMeasure() throws IOException {
        List<Path> sources = repository.written(".java");
        assertThat(sources).hasSizeGreaterThan(50);
        List<String> faults = new ArrayList<>();
        for (Path source : sources) {
            faults.addAll(rules.ofJava(name(source), Files.readAllLines(source)));
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void noFileKnowsAMachine() throws IOException {
        List<String> faults = new ArrayList<>();
        for (Path text : repository.written(".java", ".xml", ".md", ".conf", ".json", ".js", ".mjs", ".py", ".sh",
                "sqld",
                ".properties", "run", ".config", ".yml", ".sql", ".npmrc")) {
            faults.addAll(rules.ofText(name(text), Files.readAllLines(text)));
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void aLongLineAndALongFileAreFaults() {
        assertThat(rules.ofJava("A.java", List.of("x".repeat(SourceRules.COLUMNS_MAX)))).isEmpty();
        assertThat(rules.ofJava("A.java", List.of("x".repeat(SourceRules.COLUMNS_MAX + 1)))).hasSize(1);
        assertThat(rules.ofJava("A.java", Collections.nCopies(SourceRules.LINES_MAX, "x"))).isEmpty();
        assertThat(rules.ofJava("A.java", Collections.nCopies(SourceRules.LINES_MAX + 1, "x"))).hasSize(1);
    }

    @Test
    void aPathOfAMachineIsAFault() {
        String slash = "/";
        assertThat(rules.ofText("a",
                List.of("see " + slash + "root/x", slash + "tmp/a.db", "https://registry" + ".npmjs.org")))
                .hasSize(3);
        assertThat(rules.ofText("a", List.of("/usr/lib/jvm", "$TMPDIR/tmp/x", "target/tmp/x", "/health/live")))
                .isEmpty();
    }

    private String name(Path file) {
        return repository.root().relativize(file).toString();
    }
}
