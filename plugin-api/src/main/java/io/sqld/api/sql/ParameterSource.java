package io.sqld.api.sql;

import java.util.List;

/**
 * Supplies the parameters of one step. Called on the session's thread, when the step's turn has come: first
 * {@link #check}, then {@link #bind} for each parameter in order. May be asked again when the statement has to be
 * prepared anew.
 */
@FunctionalInterface
public interface ParameterSource {
    /** Supplies nothing: every parameter is NULL. */
    ParameterSource NONE = (parameter, target) -> target.nullValue();

    /**
     * Compares what the statement expects with what is there.
     *
     * @throws io.sqld.api.error.SqldException with {@code PARAMETERS_INVALID}; the step fails with it
     */
    default void check(List<Parameter> expected) {}

    /**
     * Passes exactly one value to {@code target}.
     *
     * @throws io.sqld.api.error.SqldException with {@code PARAMETERS_INVALID}; the step fails with it
     */
    void bind(Parameter parameter, ValueSink target);
}
