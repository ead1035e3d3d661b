package io.sqld.benchmark.load;

import java.nio.file.Path;
import java.util.List;

/** A server that can be started. */
sealed interface ServerSpec permits SqldSpec, UpstreamSpec, PostgresSpec {
    /** {@return its name in flags and tables} */
    String name();

    Dialect dialect();

    List<Protocol> protocols();

    /** {@return what its acknowledgement of a write promises, in words} */
    String durability();

    /** {@return its own words about its version} */
    String version();

    /**
     * Starts it on free ports over {@code directory}, which may hold what an earlier start left, and waits until it
     * answers. The caller closes it.
     */
    RunningServer start(Path directory);
}
