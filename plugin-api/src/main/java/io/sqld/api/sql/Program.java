package io.sqld.api.sql;

import java.util.List;

/**
 * The one kind of request: statements that run in order, each under its condition, with no client in between. A Hrana
 * batch, a portal of the PostgreSQL protocol and a write forwarded to the primary are programs.
 *
 * <p>A program is not a transaction by itself: outside one, each step commits alone.
 *
 * @param steps in order
 */
public record Program(List<Step> steps) {
    /** Copies the list and checks that conditions refer backwards only. */
    public Program {
        steps = List.copyOf(steps);
        for (int i = 0; i < steps.size(); i++) {
            check(steps.get(i).condition(), i);
        }
    }

    /** {@return a program of one step} */
    public static Program of(Step step) {
        return new Program(List.of(step));
    }

    /** {@return a program of one step that sends its rows} */
    public static Program of(String sql, ParameterSource parameters) {
        return of(Step.of(sql, parameters));
    }

    private static void check(Condition condition, int step) {
        switch (condition) {
            case Condition.Succeeded(int earlier) -> checkEarlier(earlier, step);
            case Condition.Failed(int earlier) -> checkEarlier(earlier, step);
            case Condition.Not(Condition inner) -> check(inner, step);
            case Condition.And(List<Condition> inner) -> inner.forEach(c -> check(c, step));
            case Condition.Or(List<Condition> inner) -> inner.forEach(c -> check(c, step));
            case Condition.Autocommit() -> {}
        }
    }

    private static void checkEarlier(int earlier, int step) {
        if (earlier < 0 || earlier >= step) {
            throw new IllegalArgumentException(
                    "step " + step + " refers to step " + earlier + ", which is not before it");
        }
    }
}
