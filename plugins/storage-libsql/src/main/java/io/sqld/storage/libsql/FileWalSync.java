package io.sqld.storage.libsql;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * {@code fdatasync} of the {@code -wal} file through a channel of our own. SQLite takes its locks on the database
 * and on {@code -shm}, never on {@code -wal}: so this file may be opened and closed in the process that uses the
 * database.
 */
final class FileWalSync implements WalSync {
    private final Path wal;
    private @Nullable FileChannel channel;

    FileWalSync(Path wal) {
        this.wal = wal;
    }

    @Override
    public void sync() throws IOException {
        FileChannel open = channel;
        if (open == null) {
            open = FileChannel.open(wal, StandardOpenOption.READ, StandardOpenOption.WRITE);
            channel = open;
        }
        open.force(false);
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
