package io.sqld.frontend.http;

import io.sqld.api.service.Deadline;
import io.sqld.api.service.Settings;
import io.sqld.frontend.http.hrana.DecodeLimits;
import io.sqld.frontend.http.hrana.ResponseLimits;
import io.sqld.frontend.http.hrana.StoreLimits;
import java.time.Duration;

/**
 * The section {@code http.limits}.
 *
 * @param requestLineBytesMax the request line; longer ones get 414
 * @param headerBytesMax all header fields of a request; more get 431
 * @param bodyBytesMax a request body; a larger one gets 413
 * @param bodyBytesTotalMax all request bodies that are in memory; a request beyond that gets 503
 * @param pipelinedRequestsMax requests that a connection may send ahead; more wait in its socket
 * @param requestTimeMax how long one request may take, waiting included
 * @param decode what a request may hold
 * @param store what a stream may store
 * @param response what results may take
 */
record HttpLimits(
        int requestLineBytesMax,
        int headerBytesMax,
        int bodyBytesMax,
        long bodyBytesTotalMax,
        int pipelinedRequestsMax,
        Duration requestTimeMax,
        DecodeLimits decode,
        StoreLimits store,
        ResponseLimits response) {

    private static final long KIB = 1024;
    private static final long GIB = KIB * KIB * KIB;
    private static final int MILLION = 1_000_000;

    /** {@return when a request that begins now has to end} */
    Deadline requestDeadline() {
        return Deadline.after(requestTimeMax).because("http.limits.request-time-max");
    }

    static HttpLimits read(Settings limits) {
        var decode = new DecodeLimits(
                limits.integer("pipeline-requests-max", 1, MILLION),
                limits.integer("batch-steps-max", 1, MILLION),
                limits.integer("condition-depth-max", 1, 100),
                limits.integer("batch-conditions-max", 1, 10 * MILLION));
        var store = new StoreLimits(
                "http.limits",
                limits.integer("stored-sql-max", 0, MILLION),
                limits.integer("stored-sql-chars-max", 1, 100 * MILLION),
                Long.MAX_VALUE);
        var response = new ResponseLimits(
                limits.bytes("response-bytes-max", KIB, 64 * GIB),
                limits.bytes("response-bytes-total-max", KIB, 1024 * GIB));
        return new HttpLimits(
                (int) limits.bytes("request-line-bytes-max", 64, KIB * KIB),
                (int) limits.bytes("header-bytes-max", 256, 16 * KIB * KIB),
                (int) limits.bytes("body-bytes-max", 1, GIB),
                limits.bytes("body-bytes-total-max", 1, 1024 * GIB),
                limits.integer("pipelined-requests-max", 1, 10_000),
                limits.duration("request-time-max", Duration.ofMillis(1), Duration.ofDays(365)),
                decode,
                store,
                response);
    }
}
