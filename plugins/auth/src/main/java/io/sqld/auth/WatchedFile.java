package io.sqld.auth;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a file holds, read again when the file changes. A file that has become unusable changes nothing but the log.
 * Files are compared by content: they may be links, and be replaced within one tick of their clock.
 *
 * @param <T> what it holds
 */
final class WatchedFile<T> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedFile.class);
    private static final long CLOSE_TIMEOUT_MILLIS = 5_000;

    private final Path file;
    private final String key;
    private final Function<byte[], T> parser;
    private final CountDownLatch closed = new CountDownLatch(1);
    private byte[] content;
    private volatile T value;
    private @Nullable Thread watcher;

    private WatchedFile(Path file, String key, Function<byte[], T> parser, byte[] content, T value) {
        this.file = file;
        this.key = key;
        this.parser = parser;
        this.content = content;
        this.value = value;
    }

    /**
     * Reads the file and begins to watch it; the caller closes it.
     *
     * @param key the setting that names the file, for messages
     * @param parser throws {@link IllegalArgumentException} with what is wrong
     * @throws SqldException with {@code START_FAILED} if the file cannot be used
     */
    static <T> WatchedFile<T> open(
            Path file, String key, Function<byte[], T> parser, Duration interval, ThreadFactory threads) {
        try {
            byte[] content = Files.readAllBytes(file);
            var watched = new WatchedFile<>(file, key, parser, content, parser.apply(content));
            Thread thread = threads.newThread(() -> watched.watch(interval.toMillis()));
            watched.watcher = thread;
            thread.start();
            return watched;
        } catch (IOException e) {
            throw new SqldException(ErrorCode.START_FAILED, key + ": " + unreadable(file, e));
        } catch (IllegalArgumentException e) {
            throw new SqldException(ErrorCode.START_FAILED, key + ": " + file + ": " + e.getMessage());
        }
    }

    /** {@return what it holds now} */
    T value() {
        return value;
    }

    private void watch(long intervalMillis) {
        String problem = "";
        try {
            while (!closed.await(intervalMillis, TimeUnit.MILLISECONDS)) {
                String found = refresh();
                if (!found.isEmpty() && !found.equals(problem)) {
                    LOG.error("{}: {}; what was read before stays in force", key, found);
                }
                problem = found;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** {@return what is wrong with the file; empty if nothing is} */
    private String refresh() {
        try {
            byte[] now = Files.readAllBytes(file);
            if (!Arrays.equals(now, content)) {
                value = parser.apply(now);
                content = now;
                LOG.info("{}: {} has changed and was read again", key, file);
            }
            return "";
        } catch (IOException e) {
            return unreadable(file, e);
        } catch (IllegalArgumentException e) {
            return file + ": " + e.getMessage();
        }
    }

    private static String unreadable(Path file, IOException e) {
        return e instanceof NoSuchFileException
                ? "there is no file " + file
                : "the file " + file + " cannot be read (" + e + ")";
    }

    @Override
    public void close() {
        closed.countDown();
        Thread thread = watcher;
        if (thread == null) {
            return;
        }
        try {
            thread.join(CLOSE_TIMEOUT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
