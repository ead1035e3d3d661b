package io.sqld.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory that a server owns, locked against a second server. The system releases the lock when the process ends,
 * however it ends; the number of the process in the lock file is for messages only.
 */
final class DataDirectory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);
    private static final String LOCK_FILE = "sqld.lock";
    private static final String OWNER_ONLY = "rwx------";
    private static final int PID_BYTES_MAX = 32;

    private final Path path;
    private final FileChannel lockFile;

    private DataDirectory(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /**
     * Makes the directory where there is none, readable by its owner only, and locks it.
     *
     * @throws StartException if it cannot be made, written to, or is another server's
     */
    static DataDirectory open(Path directory) throws StartException {
        Path path = directory.toAbsolutePath().normalize();
        try {
            create(path);
            return lock(path.toRealPath());
        } catch (FileAlreadyExistsException e) {
            throw new StartException("the data directory " + path + " is not a directory; choose another with "
                    + "--set sqld.data-dir=DIR");
        } catch (AccessDeniedException e) {
            throw new StartException("the data directory " + path + " cannot be written by user "
                    + System.getProperty("user.name")
                    + "; change its owner, or choose another with --set sqld.data-dir=DIR");
        } catch (IOException e) {
            throw new StartException(
                    "the data directory " + path + " cannot be used (" + reason(e) + "); choose another "
                            + "with --set sqld.data-dir=DIR");
        }
    }

    /** {@return where it is, absolute} */
    Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            LOG.warn("Cannot release the lock of the data directory {}", path, e);
        }
    }

    private static void create(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return;
        }
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes = posix
                ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY))}
                : new FileAttribute<?>[0];
        Files.createDirectories(path, attributes);
    }

    private static DataDirectory lock(Path path) throws IOException, StartException {
        FileChannel channel =
                FileChannel.open(path.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                channel.truncate(0);
                channel.write(StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"), 0);
                return new DataDirectory(path, channel);
            }
            throw inUse(path, owner(channel));
        } catch (OverlappingFileLockException e) {
            // Where locks belong to the process, this gives the first server's away. No user can get here: one process
            // runs one server.
            channel.close();
            throw inUse(path, "this very process");
        } catch (IOException | StartException e) {
            channel.close();
            throw e;
        }
    }

    private static StartException inUse(Path path, String owner) {
        return new StartException("the data directory " + path + " is in use by another server (" + owner
                + "); stop that one, or choose another with --set sqld.data-dir=DIR");
    }

    private static String owner(FileChannel channel) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(PID_BYTES_MAX);
        channel.read(content, 0);
        String pid = StandardCharsets.US_ASCII.decode(content.flip()).toString().strip();
        return pid.isEmpty() ? "its process is unknown" : "process " + pid;
    }

    private static String reason(IOException e) {
        return e instanceof FileSystemException failure && failure.getReason() != null
                ? failure.getReason()
                : Objects.requireNonNullElse(e.getMessage(), e.toString());
    }
}
