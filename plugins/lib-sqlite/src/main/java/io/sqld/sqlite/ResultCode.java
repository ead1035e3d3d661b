package io.sqld.sqlite;

/** Result codes of SQLite that the program looks at (<a href="https://sqlite.org/rescode.html">all</a>). */
public final class ResultCode {
    /** Success. */
    public static final int OK = 0;

    /** A generic error: mostly of the SQL text. */
    public static final int ERROR = 1;

    /** A fault in SQLite. */
    public static final int INTERNAL = 2;

    /** A new database could not be given the access requested. */
    public static final int PERM = 3;

    /** The operation was ended, by a rollback. */
    public static final int ABORT = 4;

    /** Another connection holds a lock. */
    public static final int BUSY = 5;

    /** Another statement of this connection holds a lock. */
    public static final int LOCKED = 6;

    /** Out of memory, or over the heap limit. */
    public static final int NOMEM = 7;

    /** A write to what cannot be written. */
    public static final int READONLY = 8;

    /** Interrupted, or ended by the progress handler. */
    public static final int INTERRUPT = 9;

    /** The operating system failed an input or output. */
    public static final int IOERR = 10;

    /** The database file is damaged. */
    public static final int CORRUPT = 11;

    /** An unknown file control or function. */
    public static final int NOTFOUND = 12;

    /** The disk is full. */
    public static final int FULL = 13;

    /** The database file cannot be opened. */
    public static final int CANTOPEN = 14;

    /** The locks of the WAL could not be had. */
    public static final int PROTOCOL = 15;

    /** The schema changed again and again. */
    public static final int SCHEMA = 17;

    /** A string, BLOB or statement exceeds a limit. */
    public static final int TOOBIG = 18;

    /** A constraint refused the row. */
    public static final int CONSTRAINT = 19;

    /** A value has a type that its target refuses. */
    public static final int MISMATCH = 20;

    /** SQLite was used wrongly. */
    public static final int MISUSE = 21;

    /** The file system has no large files. */
    public static final int NOLFS = 22;

    /** The authorizer refused. */
    public static final int AUTH = 23;

    /** There is no such parameter or column. */
    public static final int RANGE = 25;

    /** The file is no database. */
    public static final int NOTADB = 26;

    /** A step has a row. */
    public static final int ROW = 100;

    /** A step has completed. */
    public static final int DONE = 101;

    /** Another process recovers the WAL. */
    public static final int BUSY_RECOVERY = BUSY | 1 << 8;

    /** A read transaction cannot write: its snapshot is no longer the newest. */
    public static final int BUSY_SNAPSHOT = BUSY | 2 << 8;

    /** A blocking lock timed out. */
    public static final int BUSY_TIMEOUT = BUSY | 3 << 8;

    /** The transaction of the statement was rolled back. */
    public static final int ABORT_ROLLBACK = ABORT | 2 << 8;

    /** A CHECK constraint. */
    public static final int CONSTRAINT_CHECK = CONSTRAINT | 1 << 8;

    /** The commit hook refused. */
    public static final int CONSTRAINT_COMMITHOOK = CONSTRAINT | 2 << 8;

    /** A FOREIGN KEY constraint. */
    public static final int CONSTRAINT_FOREIGNKEY = CONSTRAINT | 3 << 8;

    /** A NOT NULL constraint. */
    public static final int CONSTRAINT_NOTNULL = CONSTRAINT | 5 << 8;

    /** A PRIMARY KEY constraint. */
    public static final int CONSTRAINT_PRIMARYKEY = CONSTRAINT | 6 << 8;

    /** RAISE in a trigger. */
    public static final int CONSTRAINT_TRIGGER = CONSTRAINT | 7 << 8;

    /** A UNIQUE constraint. */
    public static final int CONSTRAINT_UNIQUE = CONSTRAINT | 8 << 8;

    /** A rowid that exists already. */
    public static final int CONSTRAINT_ROWID = CONSTRAINT | 10 << 8;

    /** A value that a STRICT table refuses. */
    public static final int CONSTRAINT_DATATYPE = CONSTRAINT | 12 << 8;

    /** A read found fewer bytes than it should. */
    public static final int IOERR_SHORT_READ = IOERR | 2 << 8;

    /** A write could not be made durable. */
    public static final int IOERR_FSYNC = IOERR | 4 << 8;

    /** A file to delete does not exist. */
    public static final int IOERR_DELETE_NOENT = IOERR | 23 << 8;

    private ResultCode() {}

    /** {@return the primary code of an extended one} */
    public static int primary(int code) {
        return code & 0xff;
    }

    /**
     * Whether an error mostly lies in the statement, its values or another transaction: then a stack trace says
     * nothing.
     */
    static boolean ordinary(int code) {
        return switch (primary(code)) {
            case ERROR, ABORT, BUSY, LOCKED, READONLY, INTERRUPT, SCHEMA, TOOBIG, CONSTRAINT, MISMATCH, AUTH -> true;
            default -> false;
        };
    }
}
