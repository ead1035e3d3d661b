package io.sqld.sqlite;

/**
 * Memory for the small texts and BLOBs that are bound to one statement. It is handed out piece by piece and taken back
 * all at once, when nothing is bound any more; so it never moves under a value.
 */
final class BindBuffer {
    private static final int INITIAL_BYTES = 512;
    private static final int MAXIMUM_BYTES = 8 * 1024;
    /** Handed out when there is no room. */
    static final long NONE = 0;

    private final SqliteLibrary library;
    private long address;
    private int capacity;
    private int used;
    private boolean tooSmall;

    BindBuffer(SqliteLibrary library) {
        this.library = library;
    }

    /** {@return the address of so many bytes, or {@link #NONE}} */
    long take(int bytes) {
        if (bytes > capacity - used) {
            if (capacity != 0 || bytes > INITIAL_BYTES) {
                tooSmall = true;
                return NONE;
            }
            address = library.allocate(INITIAL_BYTES);
            capacity = INITIAL_BYTES;
        }
        long piece = address + used;
        used += bytes;
        return piece;
    }

    /** Nothing is bound any more. Grows, if there was no room for something. */
    void reuse() {
        used = 0;
        if (tooSmall && capacity < MAXIMUM_BYTES) {
            int wanted = Math.max(capacity * 2, INITIAL_BYTES * 2);
            close();
            address = library.allocate(wanted);
            capacity = wanted;
        }
        tooSmall = false;
    }

    void close() {
        library.free(address);
        address = 0;
        capacity = 0;
        used = 0;
    }
}
