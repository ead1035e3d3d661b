package io.sqld.sqlite;

/** A result code that a {@link Vfs} gives SQLite. Without a stack trace: it is an answer, not a fault. */
public final class VfsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;

    /**
     * Creates one.
     *
     * @param code an extended {@link ResultCode}
     * @param message for logs; SQLite drops it
     */
    public VfsException(int code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /** {@return the result code} */
    public int code() {
        return code;
    }
}
