package io.sqld.sqlite;

/** A registered {@link Vfs}. Closed by whoever registered it, after the last connection that uses it. */
public final class VfsRegistration implements AutoCloseable {
    private final VfsUpcalls upcalls;
    private final String name;
    private final long vfs;
    private boolean closed;

    VfsRegistration(VfsUpcalls upcalls, String name, long vfs) {
        this.upcalls = upcalls;
        this.name = name;
        this.vfs = vfs;
    }

    /** {@return the name to open connections with} */
    public String name() {
        return name;
    }

    /**
     * Takes the file system away. Idempotent.
     *
     * @throws IllegalStateException if a file of it is open
     */
    @Override
    public synchronized void close() {
        if (!closed) {
            upcalls.unregister(vfs);
            closed = true;
        }
    }
}
