package io.sqld.api.storage;

import io.sqld.api.sql.Position;

/**
 * The committed, durable frames of a database, for replicas to follow. Thread-safe; may read disks.
 */
public interface FrameLog {
    /** {@return the position of the last durable frame} */
    Position head();

    /**
     * Passes frames after {@code from}, whole transactions, until about {@code bytesMax} bytes have been passed.
     *
     * @return the position after the last frame passed; {@code from} if there is none yet
     * @throws io.sqld.api.error.SqldException with {@code UNAVAILABLE} if the log no longer reaches back to {@code
     *     from}: take a {@link #snapshot}
     */
    Position read(Position from, FrameSink sink, long bytesMax);

    /** Passes every page of one consistent state, without stopping writers, and returns its position. */
    Position snapshot(FrameSink sink);

    /** Calls {@code listener} after new frames became durable, from any thread. It must be short. Close to end it. */
    Registration onCommit(Runnable listener);

    /** Receives frames in order. */
    @FunctionalInterface
    interface FrameSink {
        /** Takes one frame. */
        void frame(Frame frame);
    }

    /** A listener that can be taken away. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
