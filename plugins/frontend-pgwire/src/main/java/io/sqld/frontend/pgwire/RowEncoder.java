package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sqld.api.error.SqldException;
import io.sqld.api.sql.Column;
import io.sqld.api.sql.ProgramSink;
import io.sqld.api.sql.StepStats;
import io.sqld.netty.Outbox;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Encodes rows straight from the engine's memory into the connection's buffer. One for each connection; each
 * {@link #begin} directs it at a portal.
 *
 * <p>A value that cannot be encoded takes its row back and stops the execution at the end of the row: nothing is thrown
 * through the engine.
 */
final class RowEncoder implements ProgramSink {
    private static final CellEncoder[] NO_CELLS = new CellEncoder[0];

    private final Outbox outbox;
    private final int rowBytesMax;
    private final TypeConflicts conflicts;
    private ByteBuf out = Unpooled.EMPTY_BUFFER;
    private CellEncoder[] cells = NO_CELLS;
    private @Nullable Portal portal;
    private long rowsLeft;
    private long bytesMax;
    private long bytesLeft;
    private long rows;
    private int stepAt;
    private boolean sent;
    private boolean dropping;
    private int rowAt;
    private int cell;
    private @Nullable PgError failure;
    private @Nullable SqldException stepFailure;
    private @Nullable StepStats stats;

    RowEncoder(Outbox outbox, int rowBytesMax, TypeConflicts conflicts) {
        this.outbox = outbox;
        this.conflicts = conflicts;
        conflicts.at(this::column);
        this.rowBytesMax = rowBytesMax;
    }

    /**
     * Directs what follows at a portal.
     *
     * @param rowsMax how many rows to take, 0 for all
     * @param bytesMax how many bytes of rows to take at most, but for the last row
     */
    void begin(Portal target, CellEncoder[] columns, long rowsMax, long bytesMax) {
        this.bytesMax = bytesMax;
        bytesLeft = bytesMax;
        portal = target;
        cells = columns;
        rowsLeft = rowsMax == 0 ? Long.MAX_VALUE : rowsMax;
        rows = 0;
        sent = true;
        dropping = false;
        failure = null;
        stepFailure = null;
        stats = null;
    }

    /** Has rows counted, but not sent. */
    void dropRows(boolean drop) {
        dropping = drop;
    }

    /** {@return rows encoded since {@link #begin}} */
    long rows() {
        return rows;
    }

    /** {@return the bytes of those rows} */
    long bytes() {
        return bytesMax - bytesLeft;
    }

    /** {@return whether as many rows or bytes as were wanted are encoded} */
    boolean atLimit() {
        return rowsLeft == 0 || bytesLeft <= 0;
    }

    /** {@return why a row could not be encoded} */
    @Nullable
    PgError failure() {
        return failure;
    }

    /** {@return why the statement failed} */
    @Nullable
    SqldException stepFailure() {
        return stepFailure;
    }

    /** {@return what the statement did, once it has ended} */
    @Nullable
    StepStats stats() {
        return stats;
    }

    @Override
    public void beginStep(int step, List<Column> columns) {
        stepAt = outbox.pendingBytes();
        sent = false;
        if (portal != null) {
            try {
                cells = portal.rowsBegin(columns);
            } catch (PgException refused) {
                failure = refused.error();
                cells = NO_CELLS;
            }
        }
    }

    @Override
    public void beginRow() {
        out = outbox.buffer();
        rowAt = out.writerIndex();
        cell = 0;
        out.ensureWritable(7);
        out.writeByte('D').writeInt(0).writeShort(cells.length);
    }

    @Override
    public boolean endRow() {
        if (failure != null) {
            out.writerIndex(rowAt);
            return false;
        }
        int bytes = out.writerIndex() - rowAt;
        if (dropping) {
            out.writerIndex(rowAt);
        } else {
            out.setInt(rowAt + 1, bytes - 1);
        }
        rows++;
        rowsLeft--;
        bytesLeft -= bytes;
        boolean room = !atLimit();
        if (outbox.full()) {
            outbox.handOver();
            sent = true;
            room = room && outbox.writable();
        }
        return room;
    }

    @Override
    public boolean withdrawStep() {
        if (sent) {
            return false;
        }
        outbox.buffer().writerIndex(outbox.buffer().readerIndex() + stepAt);
        rowsLeft += rows;
        bytesLeft = bytesMax;
        rows = 0;
        failure = null;
        conflicts.takeWarning();
        return true;
    }

    @Override
    public void nullValue() {
        cell++;
        if (failure == null) {
            out.writeInt(-1);
        }
    }

    @Override
    public void integer(long value) {
        CellEncoder encoder = next(0);
        if (encoder != null) {
            try {
                encoder.integer(out, value);
            } catch (PgException refused) {
                refuse(refused);
            }
        }
    }

    @Override
    public void real(double value) {
        CellEncoder encoder = next(0);
        if (encoder != null) {
            try {
                encoder.real(out, value);
            } catch (PgException refused) {
                refuse(refused);
            }
        }
    }

    @Override
    public void text(MemorySegment utf8, long offset, int bytes) {
        CellEncoder encoder = next(bytes);
        if (encoder != null) {
            try {
                encoder.text(out, utf8, offset, bytes);
            } catch (PgException refused) {
                refuse(refused);
            }
        }
    }

    @Override
    public void blob(MemorySegment data, long offset, int bytes) {
        CellEncoder encoder = next(2L * bytes);
        if (encoder != null) {
            try {
                encoder.blob(out, data, offset, bytes);
            } catch (PgException refused) {
                refuse(refused);
            }
        }
    }

    /** {@return the encoder of the next value, or null if the row is lost already} */
    private @Nullable CellEncoder next(long bytes) {
        int index = cell++;
        if (failure != null) {
            return null;
        }
        if (out.writerIndex() - rowAt + bytes > rowBytesMax) {
            failure = PgError.error(
                    SqlState.PROGRAM_LIMIT_EXCEEDED,
                    "a row of the result is larger than " + rowBytesMax + " bytes (pgwire.row-bytes-max)")
                    .withHint("Ask for fewer or smaller columns, for instance parts of a value with substr().");
            return null;
        }
        return cells[index];
    }

    /** {@return the name of the column whose value came last} */
    private String column() {
        Portal target = portal;
        return target == null ? "" : target.columnName(cell - 1);
    }

    private void refuse(PgException refused) {
        String name = column();
        PgError error = refused.error();
        failure = new PgError(error.severity(), error.sqlState(), "column \"" + name + "\": " + error.message(),
                error.detail(),
                error.hint(), 0, "", "", "", name, "", "", -1, -1);
    }

    @Override
    public void endStep(int step, StepStats done) {
        stats = done;
    }

    @Override
    public void stepSkipped(int step) {}

    @Override
    public void stepFailed(int step, SqldException error) {
        stepFailure = error;
    }
}
