package io.sqld.frontend.http.hrana;

import io.sqld.api.sql.Column;
import io.sqld.api.sql.StepStats;
import io.sqld.frontend.http.json.ChunkedBuffer;
import io.sqld.frontend.http.json.JsonWriter;
import java.util.List;

/** Encodes {@code StmtResult}s as JSON. */
class StatementResultEncoder extends RowEncoder {
    private static final byte[] ROWS = JsonWriter.ascii(",\"rows\":[");
    private static final byte[] AFFECTED = JsonWriter.ascii("],\"affected_row_count\":");
    private static final byte[] ROWID = JsonWriter.ascii(",\"last_insert_rowid\":");
    private static final byte[] REPLICATION_INDEX = JsonWriter.ascii(",\"replication_index\":");
    private static final byte[] READ = JsonWriter.ascii(",\"rows_read\":");
    private static final byte[] WRITTEN = JsonWriter.ascii(",\"rows_written\":");
    private static final byte[] DURATION = JsonWriter.ascii(",\"query_duration_ms\":");

    private boolean firstRow;

    StatementResultEncoder(ChunkedBuffer out) {
        super(out);
    }

    final void beginResult(List<Column> columns) {
        json.raw('{');
        columns(columns);
        json.raw(ROWS);
        firstRow = true;
    }

    /** The values of one row follow. */
    public final void beginRow() {
        if (!firstRow) {
            json.raw(',');
        }
        firstRow = false;
        openRow();
    }

    /** The row is complete. There is always room: what exceeds the limit is an error. */
    public final boolean endRow() {
        closeRow();
        out.checkLimit();
        return true;
    }

    final void endResult(StepStats stats, long replicationIndex) {
        json.raw(AFFECTED);
        json.integer(stats.changes());
        json.raw(ROWID);
        quoted(stats.lastInsertRowid(), inserts(stats));
        replicationIndex(replicationIndex);
        json.raw(READ);
        json.integer(stats.rowsRead());
        json.raw(WRITTEN);
        json.integer(stats.rowsWritten());
        json.raw(DURATION);
        json.millis(stats.elapsedNanos());
        json.raw('}');
    }

    /** Appends {@code ,"replication_index":"…"}, null for 0. */
    final void replicationIndex(long index) {
        json.raw(REPLICATION_INDEX);
        quoted(index, index > 0);
    }

    private void quoted(long value, boolean known) {
        if (known) {
            json.raw('"');
            json.integer(value);
            json.raw('"');
        } else {
            json.nullValue();
        }
    }
}
