package io.sqld.api.sql;

/**
 * One statement of a program.
 *
 * @param condition whether it runs
 * @param sql a text with exactly one statement; blanks, comments and a semicolon around it do no harm
 * @param parameters asked when the step runs
 * @param rowsWanted whether the sink receives rows; if not, they are stepped over
 */
public record Step(Condition condition, String sql, ParameterSource parameters, boolean rowsWanted) {
    /** {@return a step that runs in any case and sends its rows} */
    public static Step of(String sql, ParameterSource parameters) {
        return new Step(Condition.ALWAYS, sql, parameters, true);
    }
}
