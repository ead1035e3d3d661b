package io.sqld.sqlite;

/** How far a checkpoint goes (<a href="https://sqlite.org/c3ref/wal_checkpoint_v2.html">wal_checkpoint_v2</a>). */
public enum CheckpointMode {
    /** As much as is possible without waiting. */
    PASSIVE(0),
    /** All frames; waits for writers by the busy timeout. */
    FULL(1),
    /** As FULL, and the next writer begins the log anew; waits for readers too. */
    RESTART(2),
    /** As RESTART, and the file is cut to nothing. */
    TRUNCATE(3);

    private final int code;

    CheckpointMode(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
