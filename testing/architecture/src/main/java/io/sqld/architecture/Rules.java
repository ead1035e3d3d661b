package io.sqld.architecture;

import java.util.List;
import java.util.stream.Stream;

/** All rules. */
public final class Rules {
    private final CodeRules code = new CodeRules();
    private final DependencyRules dependencies = new DependencyRules();

    /** {@return the rules for what is under {@code src/main}} */
    public List<Rule> ofMain() {
        return Stream.of(dependencies.all(), code.all()).flatMap(List::stream).toList();
    }

    /** {@return the rules for what is under {@code src/test}} */
    public List<Rule> ofTests() {
        return code.ofTests();
    }
}
