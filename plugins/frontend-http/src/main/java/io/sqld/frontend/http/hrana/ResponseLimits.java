package io.sqld.frontend.http.hrana;

/**
 * What results may take.
 *
 * @param resultBytesMax one encoded result, {@code http.limits.response-bytes-max}
 * @param totalBytesMax all that are being encoded or sent, {@code http.limits.response-bytes-total-max}
 */
public record ResponseLimits(long resultBytesMax, long totalBytesMax) {}
