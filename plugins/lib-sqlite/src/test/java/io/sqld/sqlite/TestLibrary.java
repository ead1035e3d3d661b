package io.sqld.sqlite;

import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Path;

/** The libraries that every test of the binding runs on. */
enum TestLibrary {
    /** Of sqlite-jdbc: the newest, through its extension interface. */
    BUNDLED,
    /** Of the system: older, by its symbols. */
    SYSTEM;

    private static final Path SYSTEM_LIBRARY = Path.of("libsqlite3.so.0");

    /** {@return it, or skips the test if it is not there; {@code -Dclients=required} makes that a failure} */
    SqliteLibrary load() {
        return switch (this) {
            case BUNDLED -> SqliteLibrary.bundled();
            case SYSTEM -> system();
        };
    }

    private static SqliteLibrary system() {
        try {
            return SqliteLibrary.at(SYSTEM_LIBRARY);
        } catch (SqliteLibraryException e) {
            if ("required".equals(System.getProperty("clients"))) {
                throw e;
            }
            return abort("not run on the system's SQLite (apt-get install libsqlite3-0): " + e.getMessage());
        }
    }
}
