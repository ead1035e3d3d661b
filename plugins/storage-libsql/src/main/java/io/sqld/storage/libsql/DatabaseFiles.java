package io.sqld.storage.libsql;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.sql.NamespaceName;
import io.sqld.api.storage.OpenMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the databases are: one file named by the configuration, or the layout of the sqld of old,
 * {@code <data directory>/dbs/<namespace>/data}.
 *
 * <p>Looks at names and rights only. Opening and closing a database file here would drop SQLite's locks on it (POSIX
 * advisory locks belong to the process: <a href="https://sqlite.org/howtocorrupt.html">How to corrupt</a>, 2.2).
 */
final class DatabaseFiles {
    private static final String FILE = "data";

    private final Path directory;
    private final Optional<Path> single;

    DatabaseFiles(Path dataDirectory, Optional<Path> single) {
        this.directory = dataDirectory.resolve("dbs");
        this.single = single;
    }

    /** {@return the file of a namespace, with its directory made if {@code mode} says so} */
    Path locate(NamespaceName namespace, OpenMode mode) {
        if (single.isPresent()) {
            return locateSingle(single.get(), namespace, mode);
        }
        Path file = directory.resolve(namespace.value()).resolve(FILE);
        if (mode == OpenMode.EXISTING && !Files.exists(file)) {
            throw notFound(namespace);
        }
        try {
            Files.createDirectories(file.getParent());
        } catch (IOException e) {
            throw new SqldException(
                    ErrorCode.CANNOT_OPEN,
                    "cannot create the directory " + file.getParent() + ": " + e.getMessage(),
                    e);
        }
        return check(real(file));
    }

    private static Path locateSingle(Path file, NamespaceName namespace, OpenMode mode) {
        if (!namespace.equals(NamespaceName.DEFAULT) || (mode == OpenMode.EXISTING && !Files.exists(file))) {
            throw notFound(namespace);
        }
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new SqldException(
                    ErrorCode.CANNOT_OPEN,
                    "cannot create " + file + ": there is no directory " + parent);
        }
        return check(real(file));
    }

    /**
     * {@return the file without symbolic links} SQLite puts the log beside that one; and a second server may know
     * another.
     */
    private static Path real(Path file) {
        try {
            Path absolute = file.toAbsolutePath();
            return Files.exists(absolute) ? absolute.toRealPath()
                    : Objects.requireNonNull(absolute.getParent()).toRealPath().resolve(absolute.getFileName());
        } catch (IOException e) {
            throw new SqldException(ErrorCode.CANNOT_OPEN, file + " cannot be found: " + e.getMessage(), e);
        }
    }

    /** {@return the namespaces that have a file, sorted} */
    List<NamespaceName> namespaces() {
        if (single.isPresent()) {
            return Files.exists(single.get()) ? List.of(NamespaceName.DEFAULT) : List.of();
        }
        var names = new ArrayList<NamespaceName>();
        if (Files.isDirectory(directory)) {
            try (Stream<Path> children = Files.list(directory)) {
                children.filter(child -> Files.exists(child.resolve(FILE)))
                        .flatMap(child -> name(child).stream())
                        .sorted()
                        .forEach(names::add);
            } catch (IOException e) {
                throw new SqldException(ErrorCode.IO_ERROR, "cannot list " + directory + ": " + e.getMessage(), e);
            }
        }
        return names;
    }

    private static Optional<NamespaceName> name(Path directory) {
        try {
            return Optional.of(new NamespaceName(String.valueOf(directory.getFileName())));
        } catch (SqldException notOurs) {
            return Optional.empty(); // a directory that no namespace can have
        }
    }

    private static SqldException notFound(NamespaceName namespace) {
        return new SqldException(ErrorCode.NAMESPACE_NOT_FOUND, "there is no database named " + namespace);
    }

    private static Path check(Path file) {
        if (Files.isDirectory(file)) {
            throw new SqldException(ErrorCode.CANNOT_OPEN, file + " is a directory; name a database file");
        }
        if (Files.exists(file) && !Files.isReadable(file)) {
            throw new SqldException(
                    ErrorCode.CANNOT_OPEN,
                    file + " cannot be read: give the user " + user() + " the right to read and write it");
        }
        if (Files.exists(file) && !Files.isWritable(file)) {
            throw new SqldException(
                    ErrorCode.READ_ONLY,
                    file + " cannot be written: give the user " + user()
                            + " the right to write it, or serve a copy of it");
        }
        if (!Files.isWritable(file.toAbsolutePath().getParent())) {
            throw new SqldException(
                    ErrorCode.READ_ONLY,
                    "the directory of " + file
                            + " cannot be written, and SQLite needs to create files beside the database: "
                            + "give the user " + user() + " the right to, or serve a copy elsewhere");
        }
        return file;
    }

    private static String user() {
        return System.getProperty("user.name", "that runs sqld");
    }
}
