package io.sqld.frontend.http.dump;

import io.sqld.frontend.http.json.ChunkedBuffer;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** Writes each row as an INSERT, its values straight from where SQLite has them. */
final class InsertWriter extends StatementSink {
    private final SqlWriter out;
    private final MemorySegment prefix;
    private boolean first;

    /** @param prefix what stands before the values, for instance {@code INSERT INTO t VALUES(} */
    InsertWriter(SqlWriter out, String prefix) {
        this.out = out;
        this.prefix = MemorySegment.ofArray(prefix.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void beginRow() {
        out.raw(prefix);
        first = true;
    }

    @Override
    public boolean endRow() {
        out.endOfInsert();
        return out.pending() < ChunkedBuffer.CHUNK_BYTES;
    }

    @Override
    public void nullValue() {
        separate();
        out.nullValue();
    }

    @Override
    public void integer(long value) {
        separate();
        out.integer(value);
    }

    @Override
    public void real(double value) {
        separate();
        out.real(value);
    }

    @Override
    public void text(MemorySegment utf8, long offset, int bytes) {
        separate();
        out.text(utf8, offset, bytes);
    }

    @Override
    public void blob(MemorySegment data, long offset, int bytes) {
        separate();
        out.blob(data, offset, bytes);
    }

    private void separate() {
        if (!first) {
            out.raw(',');
        }
        first = false;
    }
}
