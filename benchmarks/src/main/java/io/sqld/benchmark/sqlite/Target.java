package io.sqld.benchmark.sqlite;

import io.sqld.sqlite.SqliteLibrary;
import java.nio.file.Path;

/**
 * A library to compare on.
 *
 * @param name {@code bundled}, or what the dynamic linker looks for
 */
record Target(String name) {
    boolean bundled() {
        return name.equals("bundled");
    }

    SqliteLibrary load() {
        return bundled() ? SqliteLibrary.bundled() : SqliteLibrary.at(Path.of(name));
    }

    @Override
    public String toString() {
        return name;
    }
}
