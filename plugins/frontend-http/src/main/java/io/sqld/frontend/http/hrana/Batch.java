package io.sqld.frontend.http.hrana;

import io.sqld.api.sql.Condition;
import java.util.List;

/**
 * A {@code Batch}.
 *
 * @param replicationIndex the frame that it wants to see at least; 0 for any
 */
public record Batch(List<Step> steps, long replicationIndex) {
    /** A {@code BatchStep}. */
    public record Step(Condition condition, Statement statement) {}
}
