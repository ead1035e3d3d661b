package io.sqld.distribution;

import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Carries out {@link NeedsProgram}. */
final class NeedsProgramCondition implements ExecutionCondition, BeforeEachCallback {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        List<String> missing = missing(context.getElement());
        if (missing.isEmpty() || required()) {
            return ConditionEvaluationResult.enabled("all programs are there, or required");
        }
        return ConditionEvaluationResult.disabled("not installed: " + String.join(", ", missing)
                + " (.ci/run installs them)");
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        var missing = new ArrayList<>(missing(context.getElement()));
        missing.addAll(missing(context.getTestClass()));
        if (!missing.isEmpty()) {
            throw new AssertionError("required, and not installed: " + String.join(", ", missing)
                    + " (.ci/run installs them)");
        }
    }

    private static boolean required() {
        return "required".equals(System.getProperty("clients"));
    }

    private static List<String> missing(Optional<? extends AnnotatedElement> element) {
        NeedsProgram needs = element.map(found -> found.getAnnotation(NeedsProgram.class)).orElse(null);
        if (needs == null) {
            return List.of();
        }
        var missing = new ArrayList<String>();
        for (String program : needs.value()) {
            if (Programs.find(program).isEmpty()) {
                missing.add(program);
            }
        }
        for (String name : needs.npm()) {
            if (!Programs.npmInstalled(name)) {
                missing.add(name + " from npm");
            }
        }
        addMissing(missing, Interpreter.PERL, needs.perl());
        addMissing(missing, Interpreter.PHP, needs.php());
        addMissing(missing, Interpreter.PYTHON, needs.python());
        addMissing(missing, Interpreter.RUBY, needs.ruby());
        return missing;
    }

    private static void addMissing(List<String> missing, Interpreter interpreter, String[] libraries) {
        for (String library : libraries) {
            if (!interpreter.has(library)) {
                missing.add(library + " for " + interpreter.program());
            }
        }
    }
}
