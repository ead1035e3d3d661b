package io.sqld.api.storage;

import io.sqld.api.sql.Position;

/**
 * The committed, durable frames of a database, for replicas to follow. Thread-safe; may read disks.
 *
 * <p>A log is named by an id. Whoever has applied the frames up to a position of a log can go on from there as long as
 * the id is the same, whatever happened to this server meanwhile; when continuity cannot be proven, the id is another.
 */
public interface FrameLog {
    /** {@return the position of the last durable frame} */
    Position head();

    /**
     * Passes frames after {@code from}, whole transactions, until about {@code bytesMax} bytes have been passed.
     *
     * @return the position after the last frame passed; {@code from} if there is none yet
     * @throws io.sqld.api.error.SqldException with {@code UNAVAILABLE} if the log cannot go on from {@code from}: it is
     *     a position of another log, one that is no longer kept, or one that this log has not reached. Take a
     *     {@link #snapshot}
     */
    Position read(Position from, FrameSink sink, long bytesMax);

    /**
     * Passes every page of one consistent, durable state, as one transaction, without stopping writers. While it runs,
     * the write-ahead log cannot start over: a sink that may be slow needs a bound.
     *
     * @return the position of that state, which no frame's number exceeds
     * @throws io.sqld.api.error.SqldException with {@code UNAVAILABLE} if no snapshot can be had now
     */
    Position snapshot(FrameSink sink);

    /** Calls {@code listener} after new frames became durable, from any thread. It must be short. Close to end it. */
    Registration onCommit(Runnable listener);

    /** Receives frames in order. */
    @FunctionalInterface
    interface FrameSink {
        /** Takes one frame. What it throws ends the call that passes frames, and is thrown by it. */
        void frame(Frame frame);
    }

    /** A listener that can be taken away. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
