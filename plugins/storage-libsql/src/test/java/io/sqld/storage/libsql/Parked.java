package io.sqld.storage.libsql;

import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.api.service.Deadline;
import io.sqld.api.sql.Execution;
import io.sqld.api.sql.ProgramSink;
import io.sqld.api.sql.Progress;

/** Brings executions to where they wait. */
final class Parked {
    private Parked() {}

    /** Advances until the execution waits, and fails if it does not. A time slice may end before. */
    static void park(Execution execution, ProgramSink sink) {
        Progress progress = Progress.MORE;
        while (progress == Progress.MORE) {
            progress = execution.advance(sink, Deadline.NEVER);
        }
        assertThat(progress).isEqualTo(Progress.PARKED);
    }
}
