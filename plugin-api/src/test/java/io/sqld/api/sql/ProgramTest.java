package io.sqld.api.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramTest {
    private static Step step(Condition condition) {
        return new Step(condition, "SELECT 1", ParameterSource.NONE, true);
    }

    @Test
    void conditionsMayReferToEarlierSteps() {
        var program = new Program(List.of(step(Condition.ALWAYS), step(new Condition.Succeeded(0)), step(
                new Condition.And(List.of(new Condition.Not(new Condition.Failed(1)), new Condition.Autocommit())))));
        assertThat(program.steps()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1, 7})
    void conditionsMayNotReferToTheirOwnStepOrALaterOneHoweverDeep(int reference) {
        var deep = new Condition.Or(
                List.of(new Condition.Not(new Condition.And(List.of(new Condition.Failed(reference))))));
        assertThatThrownBy(() -> new Program(List.of(step(Condition.ALWAYS), step(deep))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("step 1 refers to step " + reference + ", which is not before it");
    }

    @Test
    void keepsItsStepsWhenTheCallersListChanges() {
        var steps = new ArrayList<>(List.of(step(Condition.ALWAYS)));
        var program = new Program(steps);
        steps.clear();
        assertThat(program.steps()).hasSize(1);
    }
}
