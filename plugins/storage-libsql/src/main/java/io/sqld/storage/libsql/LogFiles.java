package io.sqld.storage.libsql;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.storage.Frame;
import io.sqld.api.storage.FrameLog.FrameSink;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The frames of one log, in a directory beside the database. One thread at a time appends; any number read, up to what
 * has been published.
 */
final class LogFiles implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogFiles.class);
    private static final int BATCH_RECORDS = 64;

    private final Path directory;
    private final FrameLogSettings settings;
    private volatile List<LogSegment> segments = List.of();
    private volatile FrameMark tail = new FrameMark(0, 0, 0, 0, 0, 0, 0);
    private volatile long published;
    private volatile @Nullable FileChannel out;
    private ByteBuffer records = ByteBuffer.allocateDirect(0);
    private boolean tailCommits = true;

    LogFiles(Path directory, FrameLogSettings settings) {
        this.directory = directory;
        this.settings = settings;
    }

    /** {@return whether an earlier process has left a log} What was not completed is cut off. Nothing is published. */
    boolean open() throws IOException {
        Files.createDirectories(directory);
        var found = new ArrayList<LogSegment>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                LogSegment.open(file).ifPresent(found::add);
            }
        }
        if (found.isEmpty()) {
            return false;
        }
        found.sort(Comparator.comparingLong(segment -> segment.base().number()));
        LogSegment newest = found.getLast();
        tail = newest.lastCommit();
        segments = contiguous(found);
        out = FileChannel.open(newest.file(), StandardOpenOption.WRITE);
        out.truncate(newest.offset(tail.number() + 1));
        records = records(newest);
        return true;
    }

    /** {@return the newest segments that follow upon each other} The others are deleted. */
    private static List<LogSegment> contiguous(List<LogSegment> sorted) throws IOException {
        int from = sorted.size() - 1;
        while (from > 0 && follows(sorted.get(from - 1), sorted.get(from))) {
            from--;
        }
        for (LogSegment useless : sorted.subList(0, from)) {
            useless.delete();
        }
        return List.copyOf(sorted.subList(from, sorted.size()));
    }

    private static boolean follows(LogSegment before, LogSegment after) throws IOException {
        return before.logId().equals(after.logId())
                && Files.size(before.file()) >= before.offset(after.base().number() + 1);
    }

    /** Deletes everything and begins a log whose first frame comes after {@code base}. */
    synchronized void begin(UUID logId, int pageBytes, FrameMark base) throws IOException {
        close();
        for (LogSegment old : segments) {
            old.delete();
        }
        segments = List.of();
        Files.createDirectories(directory);
        tail = base;
        tailCommits = true;
        published = base.number();
        add(LogSegment.create(directory, logId, pageBytes, base));
    }

    UUID logId() {
        return segments.getLast().logId();
    }

    int pageBytes() {
        return segments.getLast().pageBytes();
    }

    /** {@return the last frame appended} */
    FrameMark tail() {
        return tail;
    }

    /** {@return the last frame that may be read} */
    long published() {
        return published;
    }

    /** Lets frames be read, up to {@code number}: a commit that has been appended. */
    synchronized void publish(long number) {
        published = Math.max(published, Math.min(number, tail.number()));
        notifyAll();
    }

    /** {@return whether a frame was published in time} */
    synchronized boolean awaitPublished(long number, long timeoutNanos) throws InterruptedException {
        long start = System.nanoTime();
        while (published < number) {
            long leftMillis = (timeoutNanos - (System.nanoTime() - start)) / 1_000_000;
            if (leftMillis <= 0) {
                return false;
            }
            wait(leftMillis);
        }
        return true;
    }

    /** {@return the frame before the first that is kept} */
    long floor() {
        return segments.getFirst().base().number();
    }

    /** {@return the bytes of all files} */
    long bytes() {
        List<LogSegment> all = segments;
        return all.isEmpty() ? 0
                : (tail.number() - all.getFirst().base().number()) * all.getLast().recordBytes()
                        + (long) all.size() * LogSegment.HEADER_BYTES;
    }

    /** Appends the frames that {@code source} has read last. */
    void append(WalReader source, int count, WalHeader header, long timeMillis) throws IOException {
        LogSegment segment = segmentToAppendTo();
        int recordBytes = segment.recordBytes();
        FrameMark mark = tail;
        records.clear();
        for (int i = 0; i < count; i++) {
            int at = i * recordBytes;
            MemorySegment page = source.data(i);
            mark = new FrameMark(mark.number() + 1, FrameChain.next(mark.checksum(), page), header.salt1(),
                    header.salt2(), source.frames() - count + i + 1, source.sum1(i), source.sum2(i));
            records.put(at + LogSegment.RECORD_HEADER_BYTES, page.asByteBuffer(), 0, segment.pageBytes());
            LogSegment.encode(records, at, segment.pageBytes(), mark, source.page(i), source.databaseSizePages(i),
                    timeMillis);
        }
        LogSegment.write(out(segment), records.limit(count * recordBytes), segment.offset(tail.number() + 1));
        tailCommits = source.databaseSizePages(count - 1) != 0;
        tail = mark;
    }

    private LogSegment segmentToAppendTo() throws IOException {
        LogSegment newest = segments.getLast();
        if (tailCommits && newest.offset(tail.number() + 1) >= settings.segmentBytes()) {
            newest = LogSegment.create(directory, newest.logId(), newest.pageBytes(), tail);
            closeOut();
            add(newest);
        }
        return newest;
    }

    private synchronized void add(LogSegment segment) {
        var all = new ArrayList<>(segments);
        all.add(segment);
        segments = List.copyOf(all);
        records = records(segment);
    }

    private static ByteBuffer records(LogSegment segment) {
        return ByteBuffer.allocateDirect(BATCH_RECORDS * segment.recordBytes()).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Passes frames after {@code from}, whole transactions. {@return the last one passed} */
    long read(long from, FrameSink sink, long bytesMax) {
        List<LogSegment> kept = segments;
        long last = published;
        if (from > last || from < kept.getFirst().base().number()) {
            throw gone(from);
        }
        try {
            return read(kept, from, last, sink, bytesMax);
        } catch (ClosedByInterruptException e) {
            throw new SqldException(ErrorCode.UNAVAILABLE, "interrupted while the frame log was read", e);
        } catch (ClosedChannelException deleted) {
            throw gone(from);
        } catch (IOException e) {
            throw new SqldException(ErrorCode.IO_ERROR, directory + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static long read(List<LogSegment> kept, long from, long last, FrameSink sink, long bytesMax)
            throws IOException {
        int recordBytes = kept.getLast().recordBytes();
        int pageBytes = kept.getLast().pageBytes();
        long wanted = Math.min(last - from, Math.max(1, bytesMax / recordBytes));
        ByteBuffer buffer = ByteBuffer.allocateDirect((int) Math.min(BATCH_RECORDS, wanted) * recordBytes)
                .order(ByteOrder.LITTLE_ENDIAN);
        MemorySegment memory = MemorySegment.ofBuffer(buffer);
        long number = from;
        boolean whole = true;
        while (number < last && (!whole || number - from < wanted)) {
            long end = Math.min(last, endOf(kept, number + 1, last));
            buffer.clear().limit((int) Math.min(buffer.capacity(), (end - number) * recordBytes));
            segmentOf(kept, number + 1).read(buffer, number + 1);
            for (int at = 0; at < buffer.limit() && (!whole || number - from < wanted); at += recordBytes) {
                number++;
                Optional<FrameMark> mark = at + recordBytes > buffer.position() ? Optional.empty()
                        : LogSegment.decode(buffer, at, pageBytes, number);
                long checksum = mark.isEmpty() ? corrupt(number).checksum() : mark.get().checksum();
                int size = LogSegment.databaseSizePages(buffer, at);
                sink.frame(new Frame(number, LogSegment.page(buffer, at), size, checksum,
                        memory.asSlice((long) at + LogSegment.RECORD_HEADER_BYTES, pageBytes)));
                whole = size != 0;
            }
        }
        return number;
    }

    private static LogSegment segmentOf(List<LogSegment> kept, long number) {
        int i = kept.size() - 1;
        while (kept.get(i).base().number() >= number) {
            i--;
        }
        return kept.get(i);
    }

    /** {@return the last frame in the segment of a frame} */
    private static long endOf(List<LogSegment> kept, long number, long last) {
        int i = kept.size() - 1;
        long end = last;
        while (kept.get(i).base().number() >= number) {
            end = kept.get(i).base().number();
            i--;
        }
        return end;
    }

    private static FrameMark corrupt(long number) {
        LOG.error("The frame log is damaged at frame {}: replicas that need it take a snapshot", number);
        throw gone(number - 1);
    }

    private static SqldException gone(long from) {
        return new SqldException(ErrorCode.UNAVAILABLE,
                "the frame log cannot go on after frame " + from + "; take a snapshot");
    }

    /** Deletes what is too much or too old. */
    synchronized void retain(long nowMillis) {
        var kept = new ArrayList<>(segments);
        try {
            while (kept.size() > 1 && (bytes(kept) > settings.retainBytes() || old(kept.getFirst(), nowMillis))) {
                LogSegment oldest = kept.removeFirst();
                segments = List.copyOf(kept);
                oldest.delete();
            }
        } catch (IOException e) {
            LOG.warn("{}: a file that is no longer needed cannot be deleted: {}", directory, e.getMessage());
        }
    }

    private long bytes(List<LogSegment> kept) {
        return (tail.number() - kept.getFirst().base().number()) * kept.getLast().recordBytes();
    }

    private boolean old(LogSegment segment, long nowMillis) throws IOException {
        return nowMillis - Files.getLastModifiedTime(segment.file()).toMillis() > settings.retainAge().toMillis();
    }

    /** Returns when everything appended is on the disk. */
    void sync() throws IOException {
        FileChannel current = out;
        try {
            if (current != null) {
                current.force(false);
            }
        } catch (ClosedChannelException rotated) {
            LOG.trace("{}: synced when its last segment was completed", directory, rotated);
        }
    }

    private FileChannel out(LogSegment segment) throws IOException {
        FileChannel open = out;
        if (open == null) {
            open = FileChannel.open(segment.file(), StandardOpenOption.WRITE);
            out = open;
        }
        return open;
    }

    private void closeOut() throws IOException {
        FileChannel open = out;
        out = null;
        if (open != null) {
            try (open) {
                open.force(false);
            }
        }
    }

    /** Closes the files; appending is over. */
    @Override
    public void close() throws IOException {
        closeOut();
        for (LogSegment segment : segments) {
            segment.close();
        }
    }

    /** {@return the directory of the log of a database} */
    static Path directoryOf(Path database) {
        return database.resolveSibling(database.getFileName() + "-frames");
    }
}
