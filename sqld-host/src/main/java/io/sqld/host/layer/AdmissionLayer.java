package io.sqld.host.layer;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.sql.Execution;
import io.sqld.api.sql.NamespaceName;
import io.sqld.api.sql.Program;
import io.sqld.api.sql.Session;
import io.sqld.api.storage.Database;
import io.sqld.api.storage.DatabaseLayer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds the programs that are open at once, on all databases together: each may hold a statement, a lock and memory,
 * also while its client is slow to read or to fetch the next rows.
 */
public final class AdmissionLayer implements DatabaseLayer {
    private final int programsMax;
    private final AtomicInteger open = new AtomicInteger();

    /** @param programsMax {@code sqld.limits.programs} */
    public AdmissionLayer(int programsMax) {
        this.programsMax = programsMax;
    }

    /** {@return the number of programs open now} */
    public int open() {
        return open.get();
    }

    @Override
    public Database wrap(NamespaceName namespace, Database next) {
        return new LayeredDatabase(next, (database, request) -> new AdmittedSession(database.openSession(request)));
    }

    private void admit() {
        if (open.incrementAndGet() > programsMax) {
            open.decrementAndGet();
            throw new SqldException(ErrorCode.OVERLOADED,
                    "too many programs are open in the server: sqld.limits.programs is " + programsMax);
        }
    }

    private final class AdmittedSession extends ForwardingSession {
        private int openHere;

        AdmittedSession(Session next) {
            super(next);
        }

        @Override
        public Execution start(Program program) {
            admit();
            try {
                Execution execution = super.start(program);
                openHere++;
                return new AdmittedExecution(this, execution);
            } catch (Throwable e) {
                open.decrementAndGet();
                throw e;
            }
        }

        /** Closing a session closes its executions, of which this layer hears nothing. */
        @Override
        public void close() {
            try {
                super.close();
            } finally {
                open.addAndGet(-openHere);
                openHere = 0;
            }
        }

        private void release() {
            if (openHere > 0) {
                openHere--;
                open.decrementAndGet();
            }
        }
    }

    private static final class AdmittedExecution extends ForwardingExecution {
        private final AdmittedSession session;
        private boolean closed;

        AdmittedExecution(AdmittedSession session, Execution next) {
            super(next);
            this.session = session;
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                session.release();
            }
            super.close();
        }
    }
}
