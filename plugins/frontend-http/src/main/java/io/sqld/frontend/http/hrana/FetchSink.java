package io.sqld.frontend.http.hrana;

import io.sqld.api.error.SqldException;
import io.sqld.api.sql.Column;
import io.sqld.api.sql.Position;
import io.sqld.api.sql.ProgramSink;
import io.sqld.api.sql.StepStats;
import io.sqld.frontend.http.json.ChunkedBuffer;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Takes the entries of one fetch: as many as are asked for, up to a size, into the answer; those that cannot be stopped
 * into the backlog.
 */
final class FetchSink implements ProgramSink {
    /** A message that has grown to this size takes no more entries. */
    static final long BYTES_MAX = 4L * ChunkedBuffer.CHUNK_BYTES;

    private final ChunkedBuffer message;
    private final EntryEncoder inMessage;
    private final ChunkedBuffer spare;
    private final EntryEncoder inSpare;
    private final Deque<Integer> spareLengths = new ArrayDeque<>();
    private long room;
    private long spareBegan;
    private EntryEncoder target;
    private boolean spilling;

    /** @param room how many entries the message may take */
    FetchSink(
            ChunkedBuffer message, EntryEncoder inMessage, ChunkedBuffer spare, EntryEncoder inSpare, long room) {
        this.message = message;
        this.inMessage = inMessage;
        this.spare = spare;
        this.inSpare = inSpare;
        this.room = room;
        this.target = inMessage;
    }

    /** Leaves what the message had no room for. */
    void leaveTo(EntryBacklog backlog) {
        backlog.add(spare, spareLengths);
    }

    /** {@return whether the message takes no more} */
    boolean full() {
        return room == 0 || message.pending() >= BYTES_MAX;
    }

    /** The batch failed as a whole; what there is of an entry is withdrawn. */
    void fail(HranaError error) {
        target.withdrawEntry();
        if (!spilling) {
            inMessage.error(error);
        } else {
            // Whatever did not fit has made the backlog full; it must not take the error too.
            spare.limit(Long.MAX_VALUE);
            inSpare.error(error);
            ended();
        }
    }

    void complete(Position position) {
        begin();
        ChunkedBuffer into = spilling ? spare : message;
        long before = into.position();
        target.complete(position);
        if (into.position() > before) {
            ended();
        }
    }

    @Override
    public void beginStep(int step, List<Column> columns) {
        begin();
        target.beginStep(step, columns);
        ended();
    }

    @Override
    public void beginRow() {
        begin();
        target.beginRow();
    }

    @Override
    public boolean endRow() {
        target.endRow();
        ended();
        return !full();
    }

    @Override
    public void endStep(int step, StepStats stats) {
        begin();
        target.endStep(step, stats);
        ended();
    }

    @Override
    public void stepSkipped(int step) {}

    @Override
    public void stepFailed(int step, SqldException error) {
        begin();
        target.stepFailed(step, error);
        ended();
    }

    @Override
    public void nullValue() {
        target.nullValue();
    }

    @Override
    public void integer(long value) {
        target.integer(value);
    }

    @Override
    public void real(double value) {
        target.real(value);
    }

    @Override
    public void text(MemorySegment utf8, long offset, int bytes) {
        target.text(utf8, offset, bytes);
    }

    @Override
    public void blob(MemorySegment data, long offset, int bytes) {
        target.blob(data, offset, bytes);
    }

    private void begin() {
        spilling = full() || !spareLengths.isEmpty();
        target = spilling ? inSpare : inMessage;
        spareBegan = spare.position();
    }

    private void ended() {
        if (!spilling) {
            room--;
        } else {
            spare.checkLimit();
            spareLengths.add((int) (spare.position() - spareBegan));
        }
    }
}
