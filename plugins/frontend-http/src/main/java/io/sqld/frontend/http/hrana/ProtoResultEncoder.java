package io.sqld.frontend.http.hrana;

import io.sqld.api.sql.Column;
import io.sqld.api.sql.StepStats;
import io.sqld.frontend.http.json.ChunkedBuffer;
import io.sqld.frontend.http.protobuf.ProtoWriter;
import java.util.List;

/** Encodes the fields of {@code StmtResult}s in Protobuf, within a message that is open. */
class ProtoResultEncoder extends ProtoValueEncoder {
    private static final int COLS = 1;
    private static final int ROWS = 2;
    private static final int AFFECTED_ROW_COUNT = 3;
    private static final int LAST_INSERT_ROWID = 4;
    private static final int REPLICATION_INDEX = 5;
    private static final int ROWS_READ = 6;
    private static final int ROWS_WRITTEN = 7;
    private static final int DURATION_MS = 8;
    private static final int NANOS_PER_MICRO = 1000;

    ProtoResultEncoder(ChunkedBuffer out, ProtoWriter proto) {
        super(out, proto);
    }

    final void beginResult(List<Column> columns) {
        proto.columns(COLS, columns);
    }

    /** The values of one row follow. */
    public final void beginRow() {
        openRow(ROWS);
    }

    /** The row is complete. There is always room: what exceeds the limit is an error. */
    public final boolean endRow() {
        closeRow();
        out.checkLimit();
        return true;
    }

    final void endResult(StepStats stats, long replicationIndex) {
        proto.integerUnlessZero(AFFECTED_ROW_COUNT, stats.changes());
        if (RowEncoder.inserts(stats)) {
            proto.signed(LAST_INSERT_ROWID, stats.lastInsertRowid());
        }
        proto.integerUnlessZero(REPLICATION_INDEX, replicationIndex);
        proto.integerUnlessZero(ROWS_READ, stats.rowsRead());
        proto.integerUnlessZero(ROWS_WRITTEN, stats.rowsWritten());
        long micros = (stats.elapsedNanos() + NANOS_PER_MICRO / 2) / NANOS_PER_MICRO;
        proto.real(DURATION_MS, micros / 1000.0);
    }
}
