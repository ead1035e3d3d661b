package io.sqld.storage.libsql;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.sql.Position;
import io.sqld.api.storage.Frame;
import io.sqld.api.storage.FrameApplier;
import io.sqld.sqlite.CheckpointMode;
import io.sqld.sqlite.SqliteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies the frames of a primary: checks that each continues what is here, and writes them through a {@link
 * WalWriter}.
 *
 * <p>It has the turn to write from the first frame received to the commit, which keeps checkpoints from letting the
 * write-ahead log start over under it. Everything received since the last commit is one transaction here, however many
 * it was on the primary.
 */
final class FrameInjector implements FrameApplier, WalKeeper, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FrameInjector.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path file;
    private final WriteTurn turn;
    private final AppliedJournal journal;
    private final WalWriter writer;
    private final Listener listener;
    private volatile Optional<AppliedJournal.Applied> applied = Optional.empty();
    /** What is applied once the transaction that has been written becomes visible. */
    private Optional<AppliedJournal.Applied> pending = Optional.empty();
    private WriteTurn.@Nullable Claim claim;
    private boolean snapshot;
    private boolean complete;
    private boolean schemaPage;
    private long received;
    private long number;
    private long checksum;
    private int sizePages;

    /** Who wants to know of what becomes visible. */
    interface Listener {
        /** Other content is about to take the place of all that is here. */
        void replacing();

        /** It has, or has not. */
        void replaced();

        /** Frames have become visible. The turn to write is still held. */
        void committed(int walFrames, boolean schemaMayHaveChanged);
    }

    FrameInjector(Path file, WriteTurn turn, WalWriter writer, Listener listener) {
        this.file = file;
        this.turn = turn;
        this.writer = writer;
        this.listener = listener;
        this.journal = new AppliedJournal(file);
    }

    /** Finds out what is here. Nothing is applied yet, and no checkpoint has been made. */
    void recover() {
        try {
            applied = journal.find(writer.index());
        } catch (IOException e) {
            LOG.error("{}: what is applied cannot be read; a snapshot will be needed", file, e);
        }
    }

    @Override
    public Position applied() {
        return applied.map(known -> new Position(known.logId().toString(), known.mark().number()))
                .orElse(Position.NONE);
    }

    @Override
    public void frame(Frame frame) {
        try {
            check(frame);
            if (!writer.writing()) {
                begin();
            }
            writer.append(frame.page(), frame.data());
            received++;
            schemaPage |= frame.page() == 1;
            complete = frame.commits();
            sizePages = frame.databaseSizePages();
        } catch (SqliteException e) {
            discard();
            throw Errors.of(e);
        } catch (RuntimeException | Error e) {
            discard();
            throw e;
        }
    }

    private void check(Frame frame) {
        if (frame.data().byteSize() != writer.pageBytes()) {
            throw new SqldException(ErrorCode.UNSUPPORTED, "the primary's pages have " + frame.data().byteSize()
                    + " bytes, those of this replica " + writer.pageBytes() + ": give both the same page size");
        }
        if (frame.page() < 1 || frame.databaseSizePages() < 0) {
            throw refused(frame, "it has no valid page number or size");
        }
        if (snapshot) {
            if (received == 0 || frame.number() > number) {
                number = frame.number();
                checksum = frame.checksum();
            }
            return;
        }
        if (applied.isEmpty()) {
            throw refused(frame, "nothing is applied yet, so that a snapshot has to come first");
        }
        long before = received == 0 ? applied.get().mark().number() : number;
        long chain = received == 0 ? applied.get().mark().checksum() : checksum;
        if (frame.number() != before + 1) {
            throw refused(frame, "the one after " + before + " is needed");
        }
        if (frame.checksum() != FrameChain.next(chain, frame.data())
                && frame.checksum() != FrameChain.next(0, frame.data())) { // upstream begins anew after a rotation
            throw refused(frame, "its checksum does not continue what is applied here: it is damaged, or the primary "
                    + "has another history");
        }
        number = frame.number();
        checksum = frame.checksum();
    }

    private static SqldException refused(Frame frame, String why) {
        return new SqldException(ErrorCode.CORRUPT, "frame " + frame.number() + " cannot be applied: " + why);
    }

    private void begin() {
        try {
            WriteTurn.Claim own = turn.claimAndWait(PATIENCE);
            claim = own;
            if (!own.held() || !writer.begin()) {
                throw new SqldException(ErrorCode.BUSY, file + " is kept locked by a checkpoint or another program");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SqldException(ErrorCode.UNAVAILABLE, "interrupted while frames were applied", e);
        }
    }

    @Override
    public void commit(Position position) {
        try {
            if (received == 0 || !complete || position.frame() != number) {
                throw new SqldException(ErrorCode.CORRUPT, "what was received does not end with a transaction at "
                        + position.frame() + ": " + received + " frames, up to " + number);
            }
            UUID logId = logId(position);
            if (!snapshot && !applied.orElseThrow().logId().equals(logId)) {
                throw new SqldException(ErrorCode.CORRUPT,
                        "frames of the log " + logId + " cannot follow those of " + applied.orElseThrow().logId());
            }
            commit(logId);
        } catch (SqliteException e) {
            discard();
            throw Errors.of(e);
        } catch (RuntimeException | Error e) {
            discard();
            throw e;
        }
    }

    private static UUID logId(Position position) {
        try {
            return UUID.fromString(position.logId());
        } catch (IllegalArgumentException e) {
            throw new SqldException(ErrorCode.UNSUPPORTED, "the id of a log is a UUID, not " + position.logId(), e);
        }
    }

    private void commit(UUID logId) {
        writer.complete(sizePages, place -> note(logId, place));
        int frames = snapshot ? replace() : writer.publish();
        applied = pending;
        listener.committed(frames, schemaPage);
        end();
    }

    private int replace() {
        listener.replacing();
        try {
            return writer.publish();
        } finally {
            listener.replaced();
        }
    }

    private void note(UUID logId, FrameMark place) {
        var mark = new FrameMark(number, checksum, place.salt1(), place.salt2(), place.walFrame(), place.sum1(),
                place.sum2());
        var state = new AppliedJournal.Applied(logId, mark);
        try {
            journal.add(state);
        } catch (IOException e) {
            throw new SqldException(ErrorCode.IO_ERROR, file + "-applied cannot be written: " + e.getMessage(), e);
        }
        pending = Optional.of(state);
    }

    @Override
    public void discard() {
        writer.rollback();
        end();
    }

    private void end() {
        received = 0;
        snapshot = false;
        complete = false;
        schemaPage = false;
        WriteTurn.Claim held = claim;
        claim = null;
        if (held != null) {
            held.release();
        }
    }

    @Override
    public void reset() {
        discard();
        snapshot = true;
    }

    @Override
    public void prepare() {
        try {
            journal.sync();
        } catch (IOException e) {
            throw new SqldException(ErrorCode.IO_ERROR, file + "-applied cannot be synced: " + e.getMessage(), e);
        }
    }

    @Override
    public CheckpointMode restart() {
        return CheckpointMode.TRUNCATE; // the writer here begins an empty log, and never starts one over
    }

    @Override
    public void beforeRestart() {
        try {
            writer.sync();
        } catch (SqliteException e) {
            throw Errors.of(e);
        }
        noteBase(AppliedJournal.State.BEING_COPIED);
    }

    @Override
    public void afterRestart(boolean copied) {
        noteBase(copied ? AppliedJournal.State.COPIED : AppliedJournal.State.IN_LOG);
    }

    private void noteBase(AppliedJournal.State state) {
        try {
            if (applied.isPresent()) {
                journal.begin(applied.get(), state);
            } else {
                journal.clear();
            }
        } catch (IOException e) {
            throw new SqldException(ErrorCode.IO_ERROR, file + "-applied cannot be written: " + e.getMessage(), e);
        }
    }

    @Override
    public void beforeClose() {
        discard();
        beforeRestart();
        writer.close();
    }

    /** The database has been closed. */
    @Override
    public void close() throws IOException {
        try (journal) {
            Path wal = FrameCapture.walOf(file);
            afterRestart(!Files.exists(wal) || Files.size(wal) == 0);
        }
    }
}
