package io.sqld.benchmark.sqlite;

import io.sqld.sqlite.OpenFlag;
import io.sqld.sqlite.SqliteConnection;
import io.sqld.sqlite.SqliteLibrary;
import io.sqld.sqlite.SqliteStatement;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** lib-sqlite. */
final class JavaContestant implements Contestant {
    private final Arena arena = Arena.ofConfined();
    private final SqliteConnection connection;
    private final WireEncoder encoder = new WireEncoder(arena.allocate(WireEncoder.bufferBytes(), Long.BYTES));
    private final MemorySegment name = utf8(Dataset.NAME);
    private final MemorySegment note = utf8(Dataset.NOTE);
    private final SqliteStatement select;
    private final SqliteStatement scan;
    private final SqliteStatement insert;
    private final SqliteStatement begin;
    private final SqliteStatement commit;

    JavaContestant(SqliteLibrary library, Path file) {
        connection = library.open(file.toString(), OpenFlag.READWRITE);
        connection.execute(Dataset.SETTINGS);
        select = prepare(Dataset.SELECT);
        scan = prepare(Dataset.SCAN);
        insert = prepare(Dataset.INSERT);
        begin = prepare(Dataset.BEGIN);
        commit = prepare(Dataset.COMMIT);
    }

    private SqliteStatement prepare(String sql) {
        return connection.prepare(sql, 0, true).statement().orElseThrow();
    }

    private static MemorySegment utf8(String text) {
        return MemorySegment.ofArray(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public long select(long first, long count, boolean transaction) {
        if (transaction) {
            run(begin);
        }
        long rows = 0;
        for (long i = 0; i < count; i++) {
            select.parameter(1).integer(1 + (first + i * 7919) % Dataset.ROWS);
            rows += encode(select);
            select.clearBindings();
        }
        if (transaction) {
            run(commit);
        }
        return rows;
    }

    @Override
    public long scan() {
        return encode(scan);
    }

    private long encode(SqliteStatement statement) {
        long rows = 0;
        while (statement.step()) {
            encoder.beginRow();
            statement.row(encoder);
            encoder.endRow(statement.columnCount());
            rows++;
        }
        statement.reset();
        return rows;
    }

    @Override
    public long insert(long count, boolean transaction) {
        if (transaction) {
            run(begin);
        }
        for (long i = 0; i < count; i++) {
            insert.parameter(1).integer(i * 31);
            insert.parameter(2).text(name, 0, (int) name.byteSize());
            insert.parameter(3).text(note, 0, (int) note.byteSize());
            insert.parameter(4).integer(-i);
            run(insert);
            insert.clearBindings();
        }
        if (transaction) {
            run(commit);
        }
        return count;
    }

    private static void run(SqliteStatement statement) {
        statement.step();
        statement.reset();
    }

    @Override
    public byte[] encoded() {
        return encoder.encoded();
    }

    @Override
    public void close() {
        connection.close();
        arena.close();
    }
}
