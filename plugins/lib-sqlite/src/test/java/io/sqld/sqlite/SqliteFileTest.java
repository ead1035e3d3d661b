package io.sqld.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteFileTest {
    private static final int PAGE_BYTES = 4096;

    @TempDir Path directory;

    private SqliteConnection open() {
        SqliteConnection connection = SqliteLibrary.bundled()
                .open(directory.resolve("db").toString(), OpenFlag.READWRITE | OpenFlag.CREATE);
        connection.execute("PRAGMA journal_mode=WAL; CREATE TABLE IF NOT EXISTS t (a); SELECT * FROM t");
        return connection;
    }

    @Test
    void readsTheDatabaseFileWithZerosBeyondItsEnd() throws Exception {
        try (SqliteConnection connection = open(); Arena arena = Arena.ofConfined()) {
            connection.checkpoint("main", CheckpointMode.TRUNCATE);
            long size = Files.size(directory.resolve("db"));
            MemorySegment page = arena.allocate(PAGE_BYTES).fill((byte) 7);
            SqliteFile file = SqliteFile.database(connection, "main");
            file.read(page, 0);
            assertThat(page.asSlice(0, 15).toArray(ValueLayout.JAVA_BYTE))
                    .isEqualTo("SQLite format 3".getBytes(StandardCharsets.US_ASCII));
            file.read(page, size - PAGE_BYTES / 2);
            assertThat(page.asSlice(PAGE_BYTES / 2).toArray(ValueLayout.JAVA_BYTE)).containsOnly(0);
        }
    }

    @Test
    void writesLongPiecesWhole() throws Exception {
        try (SqliteConnection connection = open(); Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(256 << 10).fill((byte) 9);
            SqliteFile log = SqliteFile.log(connection, "main");
            log.write(bytes, 1 << 20);
            log.sync();
            MemorySegment read = arena.allocate(256 << 10);
            log.read(read, 1 << 20);
            assertThat(read.mismatch(bytes)).isEqualTo(-1);
        }
    }

    @Test
    void locksOfSharedMemoryExcludeOtherConnections() {
        try (SqliteConnection one = open(); SqliteConnection other = open()) {
            SqliteFile first = SqliteFile.database(one, "main");
            SqliteFile second = SqliteFile.database(other, "main");
            assertThat(first.lockShared(0, 1, SqliteFile.SHM_LOCK | SqliteFile.SHM_EXCLUSIVE)).isTrue();
            assertThat(second.lockShared(0, 1, SqliteFile.SHM_LOCK | SqliteFile.SHM_EXCLUSIVE)).isFalse();
            assertThatThrownBy(() -> other.execute("INSERT INTO t VALUES (1)")).hasMessageContaining("locked");
            first.lockShared(0, 1, SqliteFile.SHM_UNLOCK | SqliteFile.SHM_EXCLUSIVE);
            assertThat(second.lockShared(0, 1, SqliteFile.SHM_LOCK | SqliteFile.SHM_EXCLUSIVE)).isTrue();
            second.lockShared(0, 1, SqliteFile.SHM_UNLOCK | SqliteFile.SHM_EXCLUSIVE);
            other.execute("INSERT INTO t VALUES (1)");
        }
    }

    @Test
    void sharedMemoryTellsOfEveryCommit() {
        try (SqliteConnection connection = open()) {
            MemorySegment header = SqliteFile.database(connection, "main").shared(0);
            int before = header.get(ValueLayout.JAVA_INT, 8);
            connection.execute("INSERT INTO t VALUES (1)");
            assertThat(header.get(ValueLayout.JAVA_INT, 8)).isEqualTo(before + 1);
        }
    }

    @Test
    void aFileCannotBeUsedAfterItsConnectionIsClosed() {
        SqliteConnection connection = open();
        SqliteFile file = SqliteFile.database(connection, "main");
        connection.close();
        assertThatThrownBy(file::barrier).isInstanceOf(IllegalStateException.class);
    }
}
