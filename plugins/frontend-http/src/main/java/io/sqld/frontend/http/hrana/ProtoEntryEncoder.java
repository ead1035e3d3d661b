package io.sqld.frontend.http.hrana;

import io.sqld.api.error.SqldException;
import io.sqld.api.sql.Column;
import io.sqld.api.sql.Position;
import io.sqld.api.sql.Program;
import io.sqld.api.sql.StepStats;
import io.sqld.frontend.http.json.ChunkedBuffer;
import io.sqld.frontend.http.protobuf.ProtoWriter;
import java.util.List;
import java.util.Optional;

/** Encodes {@code CursorEntry}s in Protobuf, each with its length in front, and with a tag if it is a field. */
class ProtoEntryEncoder extends ProtoValueEncoder implements EntryEncoder {
    /** For entries that are no field of a message. */
    static final int NO_FIELD = 0;

    private static final int STEP_BEGIN = 1;
    private static final int STEP_END = 2;
    private static final int STEP_ERROR = 3;
    private static final int ROW = 4;
    private static final int ERROR = 5;
    private static final int REPLICATION_INDEX = 6;

    private final int field;
    private Program program;
    private long entryBegan;
    private int depth;

    /** Appends entries of {@code program} to {@code out}. */
    ProtoEntryEncoder(ChunkedBuffer out, ProtoWriter proto, Program program, int field) {
        super(out, proto);
        this.program = program;
        this.field = field;
        this.entryBegan = out.position();
        this.depth = proto.depth();
    }

    /** From now on, entries are of this program. */
    final void program(Program next) {
        program = next;
    }

    @Override
    public final void beginStep(int step, List<Column> columns) {
        beginEntry();
        proto.open(STEP_BEGIN);
        proto.integerUnlessZero(1, step);
        proto.columns(2, columns);
        endEntry();
    }

    @Override
    public final void beginRow() {
        beginEntry();
        openRow(ROW);
    }

    @Override
    public final boolean endRow() {
        endEntry();
        return out.pending() < ChunkedBuffer.CHUNK_BYTES;
    }

    @Override
    public final void endStep(int step, StepStats stats) {
        beginEntry();
        proto.open(STEP_END);
        proto.integerUnlessZero(1, stats.changes());
        if (RowEncoder.inserts(stats)) {
            proto.signed(2, stats.lastInsertRowid());
        }
        endEntry();
    }

    @Override
    public final void stepSkipped(int step) {}

    @Override
    public final void stepFailed(int step, SqldException error) {
        beginEntry();
        proto.open(STEP_ERROR);
        proto.integerUnlessZero(1, step);
        HranaProto.error(proto, 2, HranaError.of(error, program.steps().get(step).sql()));
        endEntry();
    }

    @Override
    public final Optional<SqldException> failure() {
        return Optional.empty();
    }

    @Override
    public final void complete(Position position) {
        if (position.frame() > 0) {
            beginEntry();
            proto.integer(REPLICATION_INDEX, position.frame());
            endEntry();
        }
    }

    @Override
    public final void error(HranaError error) {
        beginEntry();
        HranaProto.error(proto, ERROR, error);
        endEntry();
    }

    @Override
    public final void withdrawEntry() {
        out.withdraw(entryBegan);
        proto.forgetTo(depth);
    }

    /** Whatever is appended from here on is the next entry. */
    final void beginEntry() {
        entryBegan = out.position();
        depth = proto.depth();
        if (field == NO_FIELD) {
            proto.openDelimited();
        } else {
            proto.open(field);
        }
    }

    final void endEntry() {
        proto.closeTo(depth);
        entryBegan = out.position();
    }
}
