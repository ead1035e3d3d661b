package io.sqld.storage.libsql;

import io.sqld.sqlite.AuthorizerRequest;
import java.util.Set;

/** What reaches files of the server beside the database, or its memory. It takes the right {@code ADMIN}. */
final class FileAccess {
    /** SQL functions, in lower case. */
    static final Set<String> FUNCTIONS = Set.of("load_extension", "readfile", "writefile", "edit", "fts3_tokenizer",
            "lsmode", "sqlar_compress");
    /** Virtual tables, in lower case. */
    static final Set<String> MODULES = Set.of("fsdir", "zipfile", "csv", "sqlite_dbpage", "sqlite_dbdata",
            "sqlite_dbptr", "sqlite_stmt");

    private FileAccess() {}

    /** {@return whether an ATTACH makes a new database that ends with the session, rather than opening a file} */
    static boolean isMemory(AuthorizerRequest attach) {
        return attach.hasFirst() && (attach.first().isEmpty() || attach.first().equals(":memory:"));
    }
}
