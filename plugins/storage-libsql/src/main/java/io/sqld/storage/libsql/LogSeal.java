package io.sqld.storage.libsql;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

/**
 * A note beside the frame log, written whenever the write-ahead log may start over: when the database file looked like
 * this, it held everything up to this frame. As long as it still does, whatever stands in another write-ahead log comes
 * directly after that frame, since nothing newer has been copied into the file. Opening the file to look into it would
 * drop SQLite's locks.
 *
 * @param logId of the frame log
 * @param number of its last frame
 * @param bytes of the database file
 * @param modifiedNanos when it was written last
 */
record LogSeal(UUID logId, long number, long bytes, long modifiedNanos) {
    private static final String NAME = "seal";

    /** {@return the seal for a database file as it is now} */
    static LogSeal of(UUID logId, long number, Path database) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(database, BasicFileAttributes.class);
        return new LogSeal(logId, number, attributes.size(), attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS));
    }

    /** {@return the seal in a directory, if there is a whole one} */
    static Optional<LogSeal> read(Path directory) throws IOException {
        Path path = directory.resolve(NAME);
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        List<String> words = List.of(Files.readString(path, StandardCharsets.ISO_8859_1).strip().split(" ", -1));
        if (words.size() != 5 || !words.get(4).equals(sum(String.join(" ", words.subList(0, 4))))) {
            return Optional.empty();
        }
        return Optional.of(new LogSeal(UUID.fromString(words.get(0)), Long.parseLong(words.get(1)),
                Long.parseLong(words.get(2)), Long.parseLong(words.get(3))));
    }

    /** Puts this seal in the place of the one before. */
    void write(Path directory) throws IOException {
        String text = logId + " " + number + " " + bytes + " " + modifiedNanos;
        Path fresh = directory.resolve(NAME + ".new");
        Files.writeString(fresh, text + " " + sum(text) + "\n", StandardCharsets.ISO_8859_1);
        Files.move(fresh, directory.resolve(NAME), StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /** Returns when the seal is on the disk. Without, a power loss makes the log begin anew. */
    static void sync(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory.resolve(NAME), StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static String sum(String text) {
        var crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
        return Long.toHexString(crc.getValue());
    }
}
