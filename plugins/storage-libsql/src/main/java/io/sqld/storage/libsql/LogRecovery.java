package io.sqld.storage.libsql;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether the frame log that an earlier process has left goes on: whether the write-ahead log continues just
 * where it ends. That is proven by the checksum of the last frame copied, if it is still there; otherwise by the
 * {@link LogSeal}.
 */
final class LogRecovery {
    private static final Logger LOG = LoggerFactory.getLogger(LogRecovery.class);

    private final Path file;
    private final LogFiles log;
    private final WalReader reader;
    private final WalIndex index;
    private final int pageBytes;

    LogRecovery(Path file, LogFiles log, WalReader reader, WalIndex index, int pageBytes) {
        this.file = file;
        this.log = log;
        this.reader = reader;
        this.index = index;
        this.pageBytes = pageBytes;
    }

    /** {@return the number before the first frame of the write-ahead log, if the frame log goes on} */
    Optional<Long> base() throws IOException {
        if (!log.open()) {
            return Optional.empty();
        }
        FrameMark tail = log.tail();
        boolean empty = index.frames() == 0;
        Optional<Long> base = Optional.empty();
        if (log.pageBytes() != pageBytes) {
            LOG.debug("{}: its pages have another size than those of the frame log", file);
        } else if (!empty && tail.inLog(index.salt1(), index.salt2())) {
            base = holdsTail(tail) ? Optional.of(tail.number() - tail.walFrame()) : Optional.empty();
        } else if (sealed(tail.number())) {
            base = Optional.of(tail.number());
        }
        if (base.isEmpty()) {
            LOG.warn("{}: it cannot be proven that the database is as the frame log {} left it at frame {}; "
                    + "another log begins, and replicas take a snapshot", file, log.logId(), tail.number());
        } else {
            LOG.debug("{}: the frame log {} goes on after frame {}", file, log.logId(), tail.number());
        }
        return base;
    }

    private boolean holdsTail(FrameMark tail) throws IOException {
        Optional<WalHeader> header = reader.header();
        if (header.isEmpty() || tail.walFrame() > index.frames()) {
            return false;
        }
        reader.begin(header.get());
        int sum1 = header.get().sum1();
        int sum2 = header.get().sum2();
        while (reader.frames() < tail.walFrame()) {
            int count = reader.fill(tail.walFrame() - reader.frames());
            if (count == 0) {
                return false;
            }
            sum1 = reader.sum1(count - 1);
            sum2 = reader.sum2(count - 1);
        }
        return tail.walFrame() == 0 || (sum1 == tail.sum1() && sum2 == tail.sum2());
    }

    private boolean sealed(long number) throws IOException {
        Optional<LogSeal> seal = LogSeal.read(LogFiles.directoryOf(file));
        return seal.isPresent() && seal.get().equals(LogSeal.of(log.logId(), number, file));
    }
}
