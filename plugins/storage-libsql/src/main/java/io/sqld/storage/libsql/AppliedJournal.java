package io.sqld.storage.libsql;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Which position of the primary's log each commit of a replica is: a file beside the database. The position of a commit
 * is noted before the commit is written; the running checksum of the write-ahead log tells afterwards whether it was.
 * So the position found after a crash is that of the data, whatever of both has been lost.
 *
 * <p>When the write-ahead log starts over, the file does so too, with one entry for the state of the database file.
 */
final class AppliedJournal implements AutoCloseable {
    private static final int RECORD_BYTES = 80;
    private static final int MARK_AT = 16;
    private static final int FILE_BYTES_AT = MARK_AT + FrameMark.BYTES;
    private static final int MODIFIED_AT = FILE_BYTES_AT + Long.BYTES;
    private static final int CRC_AT = RECORD_BYTES - Integer.BYTES;
    /** Instead of the bytes of the database file: it may look like anything. */
    private static final long ANY = -1;
    /** Instead of the bytes of the database file: it says nothing, the write-ahead log must have the commit. */
    private static final long NOTHING = -2;

    private final Path database;
    private final Path file;
    private @Nullable FileChannel out;

    AppliedJournal(Path database) {
        this.database = database;
        this.file = database.resolveSibling(database.getFileName() + "-applied");
    }

    /**
     * A position, and where its commit is in the write-ahead log.
     *
     * @param mark with the number and checksum of the primary's log
     */
    record Applied(UUID logId, FrameMark mark) {}

    /** Where what is applied is. */
    enum State {
        /** In the write-ahead log, in part at least. */
        IN_LOG,
        /** In the write-ahead log, and on the disk; when that is empty, in the database file. */
        BEING_COPIED,
        /** In the database file, which looks as it will stay until more is applied. */
        COPIED
    }

    private record Entry(Applied applied, long fileBytes, long modifiedNanos) {}

    /** {@return the position of the data, if it is known} */
    Optional<Applied> find(WalIndex index) throws IOException {
        List<Entry> entries = read();
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        if (index.frames() == 0) {
            Entry base = entries.getFirst();
            LogSeal now = LogSeal.of(base.applied.logId, base.applied.mark.number(), database);
            boolean untouched = base.fileBytes == ANY
                    || (base.fileBytes == now.bytes() && base.modifiedNanos == now.modifiedNanos());
            return untouched ? Optional.of(base.applied) : Optional.empty();
        }
        for (Entry entry : entries.reversed()) {
            FrameMark mark = entry.applied.mark;
            if (mark.inLog(index.salt1(), index.salt2()) && mark.walFrame() == index.frames()
                    && mark.sum1() == index.sum1() && mark.sum2() == index.sum2()) {
                return Optional.of(entry.applied);
            }
        }
        return Optional.empty();
    }

    private List<Entry> read() throws IOException {
        var entries = new ArrayList<Entry>();
        if (!Files.exists(file)) {
            return entries;
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at + RECORD_BYTES <= bytes.capacity()
                && bytes.getInt(at + CRC_AT) == crc(bytes, at); at += RECORD_BYTES) {
            var applied = new Applied(new UUID(bytes.getLong(at), bytes.getLong(at + Long.BYTES)),
                    FrameMark.get(bytes, at + MARK_AT));
            entries.add(new Entry(applied, bytes.getLong(at + FILE_BYTES_AT), bytes.getLong(at + MODIFIED_AT)));
        }
        return entries;
    }

    /** Notes a commit that is about to be written. */
    void add(Applied applied) throws IOException {
        FileChannel open = out;
        if (open == null) {
            throw new IOException("the journal of positions has not been begun");
        }
        LogSegment.write(open, record(new Entry(applied, NOTHING, NOTHING)), open.size() / RECORD_BYTES * RECORD_BYTES);
    }

    /**
     * Begins anew with what is applied now.
     *
     * @param state where that is
     */
    void begin(Applied base, State state) throws IOException {
        LogSeal now = LogSeal.of(base.logId, base.mark.number(), database);
        Entry entry = switch (state) {
            case IN_LOG -> new Entry(base, NOTHING, NOTHING);
            case BEING_COPIED -> new Entry(base, ANY, ANY);
            case COPIED -> new Entry(base, now.bytes(), now.modifiedNanos());
        };
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        close();
        try (var channel = FileChannel.open(fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            LogSegment.write(channel, record(entry), 0);
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        out = FileChannel.open(file, StandardOpenOption.WRITE);
    }

    /** The position of the data is not known any more. */
    void clear() throws IOException {
        close();
        Files.deleteIfExists(file);
        out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** Returns when what was noted is on the disk. */
    void sync() throws IOException {
        FileChannel open = out;
        if (open != null) {
            open.force(false);
        }
    }

    private static ByteBuffer record(Entry entry) {
        var bytes = ByteBuffer.allocate(RECORD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(0, entry.applied.logId.getMostSignificantBits());
        bytes.putLong(Long.BYTES, entry.applied.logId.getLeastSignificantBits());
        entry.applied.mark.put(bytes, MARK_AT);
        bytes.putLong(FILE_BYTES_AT, entry.fileBytes);
        bytes.putLong(MODIFIED_AT, entry.modifiedNanos);
        bytes.putInt(CRC_AT, crc(bytes, 0));
        return bytes;
    }

    private static int crc(ByteBuffer bytes, int at) {
        var crc = new CRC32C();
        crc.update(bytes.slice(at, CRC_AT));
        return (int) crc.getValue();
    }

    @Override
    public void close() throws IOException {
        FileChannel open = out;
        out = null;
        if (open != null) {
            open.close();
        }
    }
}
