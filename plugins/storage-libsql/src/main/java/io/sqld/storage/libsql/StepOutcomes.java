package io.sqld.storage.libsql;

import io.sqld.api.sql.Condition;
import java.util.BitSet;
import java.util.List;

/** Which steps of a program have succeeded and failed so far. */
final class StepOutcomes {
    private final BitSet succeeded;
    private final BitSet failed;

    StepOutcomes(int steps) {
        succeeded = new BitSet(steps);
        failed = new BitSet(steps);
    }

    void succeeded(int step) {
        succeeded.set(step);
    }

    void failed(int step) {
        failed.set(step);
    }

    /** {@return whether the condition holds now} */
    boolean holds(Condition condition, boolean autocommit) {
        return switch (condition) {
            case Condition.Succeeded(int step) -> succeeded.get(step);
            case Condition.Failed(int step) -> failed.get(step);
            case Condition.Not(Condition inner) -> !holds(inner, autocommit);
            case Condition.And(List<Condition> inner) -> all(inner, autocommit);
            case Condition.Or(List<Condition> inner) -> any(inner, autocommit);
            case Condition.Autocommit() -> autocommit;
        };
    }

    private boolean all(List<Condition> conditions, boolean autocommit) {
        for (int i = 0; i < conditions.size(); i++) {
            if (!holds(conditions.get(i), autocommit)) {
                return false;
            }
        }
        return true;
    }

    private boolean any(List<Condition> conditions, boolean autocommit) {
        for (int i = 0; i < conditions.size(); i++) {
            if (holds(conditions.get(i), autocommit)) {
                return true;
            }
        }
        return false;
    }
}
