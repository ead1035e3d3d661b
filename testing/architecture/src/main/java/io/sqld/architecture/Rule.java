package io.sqld.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.List;

/**
 * A rule about the code of all modules.
 *
 * @param name what the rule demands, as a sentence
 */
public record Rule(String name, ArchRule check) {
    /** {@return each place where {@code classes} break the rule} */
    public List<String> violations(JavaClasses classes) {
        EvaluationResult result = check.allowEmptyShould(true).evaluate(classes);
        return result.getFailureReport().getDetails();
    }

    @Override
    public String toString() {
        return name;
    }
}
