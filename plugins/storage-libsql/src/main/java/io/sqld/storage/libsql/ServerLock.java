package io.sqld.storage.libsql;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a second server away from a database file: a lock on {@code <file>.sqld-lock}, which names the process that
 * holds it. SQLite's own locks allow two servers, each of which would believe that it alone decides about writing.
 */
final class ServerLock implements AutoCloseable {
    private static final int LINE_BYTES_MAX = 64;

    private final FileChannel channel;

    private ServerLock(FileChannel channel) {
        this.channel = channel;
    }

    /** {@return the lock of {@code database}} */
    static ServerLock take(Path database) {
        Path file = database.resolveSibling(database.getFileName() + ".sqld-lock");
        FileChannel channel;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new SqldException(
                    ErrorCode.CANNOT_OPEN,
                    "cannot write the lock file " + file + ": " + e.getMessage()
                            + "; sqld needs to write beside the database",
                    e);
        }
        try {
            return lock(channel, file, database);
        } catch (IOException e) {
            close(channel, e);
            throw new SqldException(ErrorCode.CANNOT_OPEN, "cannot lock " + file + ": " + e.getMessage(), e);
        } catch (SqldException e) {
            close(channel, e);
            throw e;
        }
    }

    private static ServerLock lock(FileChannel channel, Path file, Path database) throws IOException {
        if (!tryLock(channel)) {
            var text = ByteBuffer.allocate(LINE_BYTES_MAX);
            channel.read(text, 0);
            String process = StandardCharsets.US_ASCII.decode(text.flip()).toString().strip();
            throw new SqldException(
                    ErrorCode.CANNOT_OPEN,
                    database + " is served by another sqld, process " + process + " (" + file
                            + "); stop it first, or serve another file");
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
        return new ServerLock(channel);
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    private static void close(FileChannel channel, Exception because) {
        try {
            channel.close();
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }

    /** Gives the database free. The file stays: removing it would race with the next server. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
