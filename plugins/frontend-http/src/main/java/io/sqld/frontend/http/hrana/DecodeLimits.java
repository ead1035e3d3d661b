package io.sqld.frontend.http.hrana;

/**
 * What a request may hold.
 *
 * @param requestsMax requests in a pipeline, {@code http.limits.pipeline-requests-max}
 * @param batchStepsMax steps in a batch, {@code http.limits.batch-steps-max}
 * @param conditionDepthMax conditions in one another, {@code http.limits.condition-depth-max}
 * @param conditionsMax conditions in one batch, {@code http.limits.batch-conditions-max}
 */
public record DecodeLimits(int requestsMax, int batchStepsMax, int conditionDepthMax, int conditionsMax) {}
