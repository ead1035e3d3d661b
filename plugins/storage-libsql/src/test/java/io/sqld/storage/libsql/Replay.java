package io.sqld.storage.libsql;

import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.sql.Position;
import io.sqld.api.storage.Frame;
import io.sqld.api.storage.FrameLog;
import io.sqld.testkit.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A plain file into which the frames of a log are written, page by page: what a replica should come to. */
final class Replay implements AutoCloseable {
    private static final long BYTES_AT_ONCE = 100_000;

    private final FileChannel out;
    private final Path file;
    private Position position = Position.NONE;
    private long checksum;
    private long frames;
    private long snapshots;
    private boolean inSnapshot;

    Replay(Path file) throws IOException {
        this.file = file;
        out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
    }

    Path file() {
        return file;
    }

    Position position() {
        return position;
    }

    long checksum() {
        return checksum;
    }

    long frames() {
        return frames;
    }

    long snapshots() {
        return snapshots;
    }

    /** Takes whatever there is now, with a snapshot where the log demands it. */
    void follow(FrameLog log) {
        Position before;
        do {
            before = position;
            try {
                position = log.read(position, this::frame, BYTES_AT_ONCE);
            } catch (SqldException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE);
                snapshot(log);
            }
        } while (!position.equals(before));
    }

    /** Follows until everything committed when it was called has come. */
    void followAll(FrameLog log, long commits) {
        Eventually.await("all of " + commits, () -> {
            follow(log);
            return position.frame() >= commits;
        });
    }

    void snapshot(FrameLog log) {
        try {
            snapshots++;
            out.truncate(0);
            inSnapshot = true;
            position = log.snapshot(this::frame);
            inSnapshot = false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void frame(Frame frame) {
        try {
            if (inSnapshot) {
                checksum = frame.checksum();
            } else {
                assertThat(frame.number()).isEqualTo(position.frame() + 1);
                checksum = FrameChain.next(checksum, frame.data());
                assertThat(frame.checksum()).as("frame %s", frame.number()).isEqualTo(checksum);
                position = new Position(position.logId(), frame.number());
                frames++;
            }
            ByteBuffer page = frame.data().asByteBuffer();
            long at = (frame.page() - 1L) * page.remaining();
            while (page.hasRemaining()) {
                at += out.write(page, at);
            }
            if (frame.commits()) {
                out.truncate((long) frame.databaseSizePages() * frame.data().byteSize());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
