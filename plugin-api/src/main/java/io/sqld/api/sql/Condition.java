package io.sqld.api.sql;

import java.util.List;

/**
 * When a step runs. Conditions refer to earlier steps of the same program by number, from 0. A step that was skipped is
 * neither succeeded nor failed.
 */
public sealed interface Condition {
    /** Runs in any case. */
    Condition ALWAYS = new And(List.of());

    /** True if the step ran and succeeded. */
    record Succeeded(int step) implements Condition {}

    /** True if the step ran and failed. */
    record Failed(int step) implements Condition {}

    /** True if the inner condition is not. */
    record Not(Condition condition) implements Condition {}

    /** True if all are; true for none. */
    record And(List<Condition> conditions) implements Condition {
        /** Copies the list. */
        public And {
            conditions = List.copyOf(conditions);
        }
    }

    /** True if any is; false for none. */
    record Or(List<Condition> conditions) implements Condition {
        /** Copies the list. */
        public Or {
            conditions = List.copyOf(conditions);
        }
    }

    /** True if the session has no open transaction at that moment. */
    record Autocommit() implements Condition {}
}
