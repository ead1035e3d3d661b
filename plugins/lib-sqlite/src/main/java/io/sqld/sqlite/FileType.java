package io.sqld.sqlite;

/** What SQLite wants a file for (<a href="https://sqlite.org/c3ref/vfs.html">sqlite3_vfs.xOpen</a>). */
public enum FileType {
    /** A database. */
    MAIN_DATABASE(0x100),
    /** The tables and indexes that a connection made with TEMP. */
    TEMPORARY_DATABASE(0x200),
    /** A table or sorter that lives within a statement. */
    TRANSIENT_DATABASE(0x400),
    /** The rollback journal of a database. */
    MAIN_JOURNAL(0x800),
    /** The rollback journal of a temporary database. */
    TEMPORARY_JOURNAL(0x1000),
    /** What a statement or savepoint may have to put back. */
    SUBJOURNAL(0x2000),
    /** Names the journals of a transaction that spans several databases. */
    SUPER_JOURNAL(0x4000),
    /** A write-ahead log. */
    WAL(0x8_0000);

    private static final FileType[] TYPES = values();

    private final int flag;

    FileType(int flag) {
        this.flag = flag;
    }

    /** {@return whether nobody but its connection ever sees such a file} */
    public boolean temporary() {
        return switch (this) {
            case TEMPORARY_DATABASE, TRANSIENT_DATABASE, TEMPORARY_JOURNAL, SUBJOURNAL -> true;
            case MAIN_DATABASE, MAIN_JOURNAL, SUPER_JOURNAL, WAL -> false;
        };
    }

    static FileType of(int flags) {
        for (var type : TYPES) {
            if ((flags & type.flag) != 0) {
                return type;
            }
        }
        throw new IllegalArgumentException("flags without a type: 0x" + Integer.toHexString(flags));
    }
}
