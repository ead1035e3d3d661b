package io.sqld.storage.libsql;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** The real sync of a log, which a test can hold back, make fail, and count. */
final class GatedWal implements WalSync.Opener, AutoCloseable {
    private final AtomicInteger syncs = new AtomicInteger();
    private boolean blocked;
    private boolean failing;

    int syncs() {
        return syncs.get();
    }

    synchronized void block() {
        blocked = true;
    }

    synchronized void unblock() {
        blocked = false;
        notifyAll();
    }

    /** Lets everything pass: so that a test that fails can close its storage. */
    @Override
    public void close() {
        unblock();
    }

    synchronized void fail() {
        failing = true;
    }

    private synchronized void pass() throws IOException {
        syncs.incrementAndGet();
        try {
            while (blocked) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        if (failing) {
            throw new IOException("the disk is on fire");
        }
    }

    @Override
    public WalSync open(Path wal) {
        var real = new FileWalSync(wal);
        return new WalSync() {
            @Override
            public void sync() throws IOException {
                pass();
                real.sync();
            }

            @Override
            public void close() throws IOException {
                real.close();
            }
        };
    }
}
