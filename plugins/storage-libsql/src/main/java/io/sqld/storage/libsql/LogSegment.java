package io.sqld.storage.libsql;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One file of the frame log: a header, then records of one size, one for each frame, without gaps. Everything is
 * little-endian and covered by CRC-32C. Reading is thread-safe.
 *
 * <p>Header: magic (8 bytes), id of the log (16), bytes of a page (4), the {@link FrameMark} of the frame before the
 * first (36), CRC of all this (4), 4 bytes unused. Record: {@link FrameMark} (36), page (4), size of the database after
 * a commit (4), time of its capture in milliseconds since 1970 (8), CRC of all this and the page (4), the page.
 */
final class LogSegment {
    static final int HEADER_BYTES = 72;
    static final int RECORD_HEADER_BYTES = 56;

    private static final long MAGIC = ByteBuffer.wrap("SQLDFRM1".getBytes(StandardCharsets.US_ASCII)).getLong();
    private static final int PAGE_AT = FrameMark.BYTES;
    private static final int SIZE_AT = PAGE_AT + Integer.BYTES;
    private static final int TIME_AT = SIZE_AT + Integer.BYTES;
    private static final int CRC_AT = TIME_AT + Long.BYTES;
    private static final int BASE_AT = 28;
    private static final int HEADER_CRC_AT = BASE_AT + FrameMark.BYTES;
    private static final String SUFFIX = ".frames";

    private final Path file;
    private final UUID logId;
    private final int pageBytes;
    private final FrameMark base;
    private @Nullable FileChannel channel;
    private boolean deleted;

    private LogSegment(Path file, UUID logId, int pageBytes, FrameMark base) {
        this.file = file;
        this.logId = logId;
        this.pageBytes = pageBytes;
        this.base = base;
    }

    /** {@return a new segment, with its header written} */
    static LogSegment create(Path directory, UUID logId, int pageBytes, FrameMark base) throws IOException {
        Path file = directory.resolve(String.format("%019d%s", base.number() + 1, SUFFIX));
        var header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(MAGIC)
                .putLong(logId.getMostSignificantBits())
                .putLong(logId.getLeastSignificantBits())
                .putInt(pageBytes);
        base.put(header, BASE_AT);
        header.putInt(HEADER_CRC_AT, crc(header, 0, HEADER_CRC_AT)).clear();
        try (var out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            write(out, header, 0);
        }
        return new LogSegment(file, logId, pageBytes, base);
    }

    /** {@return the segment in a file, if it is one} */
    static Optional<LogSegment> open(Path file) throws IOException {
        if (!file.toString().endsWith(SUFFIX)) {
            return Optional.empty();
        }
        var header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (var in = FileChannel.open(file, StandardOpenOption.READ)) {
            readFully(in, header, 0);
        }
        if (header.hasRemaining() || header.getLong(0) != MAGIC
                || header.getInt(HEADER_CRC_AT) != crc(header, 0, HEADER_CRC_AT)) {
            return Optional.empty();
        }
        return Optional.of(new LogSegment(file, new UUID(header.getLong(8), header.getLong(16)), header.getInt(24),
                FrameMark.get(header, BASE_AT)));
    }

    Path file() {
        return file;
    }

    UUID logId() {
        return logId;
    }

    int pageBytes() {
        return pageBytes;
    }

    /** {@return the frame before the first} */
    FrameMark base() {
        return base;
    }

    int recordBytes() {
        return RECORD_HEADER_BYTES + pageBytes;
    }

    /** {@return where in the file the record of a frame is} */
    long offset(long number) {
        return HEADER_BYTES + (number - base.number() - 1) * recordBytes();
    }

    /** Completes a record whose page stands in its place. */
    static void encode(ByteBuffer records, int at, int pageBytes, FrameMark mark, int page, int databaseSizePages,
            long timeMillis) {
        mark.put(records, at);
        records.putInt(at + PAGE_AT, page);
        records.putInt(at + SIZE_AT, databaseSizePages);
        records.putLong(at + TIME_AT, timeMillis);
        records.putInt(at + CRC_AT, recordCrc(records, at, pageBytes));
    }

    /** {@return the frame of a record, if it is whole and has the number expected} */
    static Optional<FrameMark> decode(ByteBuffer records, int at, int pageBytes, long number) {
        if (records.getLong(at) != number || records.getInt(at + CRC_AT) != recordCrc(records, at, pageBytes)) {
            return Optional.empty();
        }
        return Optional.of(FrameMark.get(records, at));
    }

    static int page(ByteBuffer records, int at) {
        return records.getInt(at + PAGE_AT);
    }

    static int databaseSizePages(ByteBuffer records, int at) {
        return records.getInt(at + SIZE_AT);
    }

    /**
     * Reads records from that of {@code number} on, as many as {@code target} has room for and the file has.
     *
     * @throws ClosedChannelException if the segment has been deleted
     */
    void read(ByteBuffer target, long number) throws IOException {
        try {
            readFully(channel(), target, offset(number));
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (ClosedChannelException e) {
            readFully(channel(), target, offset(number)); // another thread was interrupted while it read
        }
    }

    /** {@return the last commit in the file; {@link #base} if there is none} For the newest segment, at the start. */
    FrameMark lastCommit() throws IOException {
        var record = ByteBuffer.allocateDirect(recordBytes()).order(ByteOrder.LITTLE_ENDIAN);
        FrameMark commit = base;
        for (long number = base.number() + 1;; number++) {
            read(record.clear(), number);
            Optional<FrameMark> mark = record.hasRemaining() ? Optional.empty() : decode(record, 0, pageBytes, number);
            if (mark.isEmpty()) {
                return commit;
            }
            if (databaseSizePages(record, 0) != 0) {
                commit = mark.get();
            }
        }
    }

    /** Removes the file; reads that are under way fail. */
    synchronized void delete() throws IOException {
        deleted = true;
        close();
        Files.deleteIfExists(file);
    }

    synchronized void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }

    private synchronized FileChannel channel() throws IOException {
        if (deleted) {
            throw new ClosedChannelException();
        }
        FileChannel open = channel;
        if (open == null || !open.isOpen()) {
            open = FileChannel.open(file, StandardOpenOption.READ);
            channel = open;
        }
        return open;
    }

    private static int recordCrc(ByteBuffer records, int at, int pageBytes) {
        var crc = new CRC32C();
        crc.update(records.slice(at, CRC_AT));
        crc.update(records.slice(at + RECORD_HEADER_BYTES, pageBytes));
        return (int) crc.getValue();
    }

    private static int crc(ByteBuffer bytes, int from, int length) {
        var crc = new CRC32C();
        crc.update(bytes.slice(from, length));
        return (int) crc.getValue();
    }

    static void write(FileChannel out, ByteBuffer bytes, long offset) throws IOException {
        long at = offset;
        while (bytes.hasRemaining()) {
            at += out.write(bytes, at);
        }
    }

    private static void readFully(FileChannel in, ByteBuffer target, long offset) throws IOException {
        long at = offset;
        int read = 0;
        while (target.hasRemaining() && (read = in.read(target, at)) > 0) {
            at += read;
        }
    }
}
