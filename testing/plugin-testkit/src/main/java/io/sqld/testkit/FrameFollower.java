package io.sqld.testkit;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.sql.Position;
import io.sqld.api.storage.FrameApplier;
import io.sqld.api.storage.FrameLog;
import java.util.List;
import java.util.Optional;

/** A replication strategy reduced to its core: brings frames from a log to where they are applied. */
public final class FrameFollower {
    private FrameFollower() {}

    /** Applies what there is now, about {@code bytesMax} bytes at a time; a snapshot where the log demands it. */
    public static void follow(FrameLog log, FrameApplier applier, long bytesMax) {
        while (step(log, applier, bytesMax)) {
            // until there is no more
        }
    }

    /** {@return whether anything was applied} */
    public static boolean step(FrameLog log, FrameApplier applier, long bytesMax) {
        Position before = applier.applied();
        Position after;
        try {
            after = log.read(before, applier::frame, bytesMax);
        } catch (SqldException e) {
            if (e.code() != ErrorCode.UNAVAILABLE) {
                throw e;
            }
            applier.reset();
            after = log.snapshot(applier::frame);
        }
        if (after.equals(before)) {
            return false;
        }
        applier.commit(after);
        return true;
    }

    /** Follows until the answer to a query is that of the primary, which does not change meanwhile. */
    public static void followAll(FrameLog log, FrameApplier applier, SessionRunner primary, SessionRunner replica,
            String query) {
        List<Row> expected = primary.run(query).rows();
        Eventually.await("the replica has what the primary has", () -> {
            follow(log, applier, 1 << 20);
            return applier.applied().frame() > 0 && rows(replica, query).equals(Optional.of(expected));
        });
    }

    /** {@return the answer; nothing if the schema is not yet what the query needs} */
    private static Optional<List<Row>> rows(SessionRunner session, String query) {
        try {
            return Optional.of(session.run(query).rows());
        } catch (SqldException e) {
            if (e.code() == ErrorCode.SQL_ERROR) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
