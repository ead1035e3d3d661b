package io.sqld.storage.libsql;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.storage.Frame;
import io.sqld.api.storage.FrameLog.FrameSink;
import io.sqld.sqlite.SqliteConnection;
import io.sqld.sqlite.SqliteException;
import io.sqld.sqlite.SqliteFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Every page of one state of a database, exactly as it is, beside writers. A read transaction holds the state: pages
 * come from the write-ahead log up to there, and the others from the database file, which no checkpoint overwrites
 * beyond it meanwhile.
 */
final class PageSnapshot {
    /** How long a snapshot waits: for the turn to write, and for the last commits to be durable. */
    static final long PATIENCE_NANOS = 30_000_000_000L;
    /** SQLite keeps its locks at this place of the file, and never uses the page there. */
    private static final long LOCK_BYTE = 1L << 30;
    private static final int PAGES_AT_ONCE = 64;

    private final ConnectionOpener opener;
    private final WriteTurn turn;

    PageSnapshot(ConnectionOpener opener, WriteTurn turn) {
        this.opener = opener;
        this.turn = turn;
    }

    /**
     * Begins a snapshot of the newest state.
     *
     * @param everything tells the place of that state in the frame log; called with the turn to write
     */
    Pages open(WalIndex index, Supplier<FrameMark> everything) throws IOException, InterruptedException {
        SqliteConnection connection = opener.open();
        boolean opened = false;
        try {
            WriteTurn.Claim claim = turn.claimAndWait(Duration.ofNanos(PATIENCE_NANOS));
            try {
                if (!claim.held()) {
                    throw new SqldException(ErrorCode.QUEUE_TIMEOUT,
                            "a snapshot waited too long for its turn to begin");
                }
                FrameMark mark = everything.get();
                connection.execute("BEGIN; SELECT 1 FROM sqlite_schema LIMIT 1");
                // if all is in the file, the log may start over while this transaction is open; otherwise it may not
                int frames = index.backfilled() == index.frames() ? 0 : index.frames();
                var pages = new Pages(connection, mark, frames);
                opened = true;
                return pages;
            } finally {
                claim.release();
            }
        } catch (SqliteException e) {
            throw Errors.of(e);
        } finally {
            if (!opened) {
                connection.close();
            }
        }
    }

    /** The pages of one state. Used by one thread. */
    final class Pages implements AutoCloseable {
        private final SqliteConnection connection;
        private final FrameMark mark;
        private final int walFrames;

        private Pages(SqliteConnection connection, FrameMark mark, int walFrames) {
            this.connection = connection;
            this.mark = mark;
            this.walFrames = walFrames;
        }

        /** {@return the place of the state in the frame log} */
        FrameMark mark() {
            return mark;
        }

        /** Passes all pages, in order. */
        void pass(FrameSink sink) throws IOException {
            try (FileChannel wal = FileChannel.open(FrameCapture.walOf(opener.file()), StandardOpenOption.READ);
                    Arena arena = Arena.ofConfined()) {
                int pageBytes = (int) ConnectionOpener.number(connection, "PRAGMA page_size");
                int size = (int) ConnectionOpener.number(connection, "PRAGMA page_count");
                Map<Integer, Long> newer = newerPages(opener.file());
                MemorySegment buffer = arena.allocate((long) PAGES_AT_ONCE * pageBytes, Long.BYTES);
                int lockPage = Math.toIntExact(LOCK_BYTE / pageBytes) + 1;
                for (int first = 1; first <= size; first += PAGES_AT_ONCE) {
                    int count = Math.min(PAGES_AT_ONCE, size - first + 1);
                    load(first, count, pageBytes, buffer, wal, newer);
                    for (int page = first; page < first + count; page++) {
                        if (page != lockPage) {
                            sink.frame(new Frame(mark.number(), page, page == size ? size : 0, mark.checksum(),
                                    buffer.asSlice((long) (page - first) * pageBytes, pageBytes)));
                        }
                    }
                }
            } catch (SqliteException e) {
                throw Errors.of(e);
            }
        }

        private void load(int first, int count, int pageBytes, MemorySegment buffer, FileChannel wal,
                Map<Integer, Long> newer) throws IOException {
            SqliteFile.database(connection, "main")
                    .read(buffer.asSlice(0, (long) count * pageBytes), (first - 1L) * pageBytes);
            for (int page = first; page < first + count; page++) {
                Long place = newer.get(page);
                if (place != null) {
                    ByteBuffer target = buffer.asSlice((long) (page - first) * pageBytes, pageBytes).asByteBuffer();
                    while (target.hasRemaining() && wal.read(target, place + target.position()) > 0) {
                        // all of it
                    }
                }
            }
        }

        /** {@return where in the write-ahead log the newest image of each page is, if it is there} */
        private Map<Integer, Long> newerPages(Path file) throws IOException {
            var places = new HashMap<Integer, Long>();
            if (walFrames == 0) {
                return places;
            }
            try (var reader = new WalReader(FrameCapture.walOf(file))) {
                Optional<WalHeader> header = reader.header();
                reader.begin(header.orElseThrow(() -> new IOException("the write-ahead log has no header")));
                while (reader.frames() < walFrames) {
                    int before = reader.frames();
                    int count = reader.fill(walFrames - before);
                    if (count == 0) {
                        throw new IOException("frame " + (before + 1) + " is not in the write-ahead log");
                    }
                    for (int i = 0; i < count; i++) {
                        places.put(reader.page(i), WalHeader.BYTES + WalHeader.FRAME_HEADER_BYTES
                                + (long) (before + i) * header.get().frameBytes());
                    }
                }
            }
            return places;
        }

        /** Ends the read transaction. */
        @Override
        public void close() {
            connection.close();
        }
    }
}
