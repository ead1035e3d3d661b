package io.sqld.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RulesTest {
    private final Repository repository = Repository.around(Path.of(""));
    private final JavaClasses main;
    private final JavaClasses tests;

    RulesTest() throws IOException {
        main = repository.mainClasses();
        tests = repository.testClasses();
    }

    @ParameterizedTest
    @MethodSource("rulesOfMain")
    void allModulesFollow(Rule rule) {
        assertThat(rule.violations(main)).as(rule.name()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("rulesOfTests")
    void allTestsFollow(Rule rule) {
        assertThat(rule.violations(tests)).as(rule.name()).isEmpty();
    }

    @Test
    void theClassesOfAllCompiledModulesWereRead() throws IOException {
        assertThat(repository.modules()).hasSizeGreaterThan(10);
        for (Path module : repository.modules()) {
            if (Files.isDirectory(module.resolve("target/classes/io"))) {
                assertThat(main.stream()
                        .anyMatch(type -> type.getSource()
                                .orElseThrow()
                                .getUri()
                                .getPath()
                                .startsWith(module + "/")))
                        .as("classes of %s", module)
                        .isTrue();
            }
        }
        assertThat(main.contain("io.sqld.api.SqldPlugin")).isTrue();
    }

    static List<Rule> rulesOfMain() {
        return new Rules().ofMain();
    }

    static List<Rule> rulesOfTests() {
        return new Rules().ofTests();
    }
}
