package io.sqld.frontend.pgwire.catalog;

import io.sqld.api.service.Deadline;
import io.sqld.api.sql.Execution;
import io.sqld.api.sql.ParameterSource;
import io.sqld.api.sql.Program;
import io.sqld.api.sql.ProgramSink;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Session;
import io.sqld.api.sql.TransactionState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A catalog query under way: looks through the client's session whether the schema is one that is known, reads it if
 * not, fills the relations that the query asks, and runs it, in a scratch database that it has to itself.
 */
final class CatalogExecution implements Execution {
    private static final int ATTEMPTS_MAX = 3;

    private enum Phase {
        VERSION,
        SCHEMA,
        VIEWS,
        FILL,
        QUERY
    }

    private final Catalog catalog;
    private final CatalogQuery query;
    private final ParameterSource parameters;
    private final CatalogClient client;
    private final Session session;
    private final boolean inTransaction;
    private Phase phase = Phase.VERSION;
    private RowCollector collector = new RowCollector();
    private @Nullable Execution running;
    private @Nullable CatalogScratch scratch;
    private @Nullable SchemaModel model;
    private String version = "";
    private int attempts;
    private boolean usable = true;
    private boolean closed;

    CatalogExecution(Catalog catalog, CatalogQuery query, ParameterSource parameters, CatalogClient client,
            Session session) {
        this.catalog = catalog;
        this.query = query;
        this.parameters = parameters;
        this.client = client;
        this.session = session;
        this.inTransaction = session.transactionState() != TransactionState.AUTOCOMMIT;
    }

    @Override
    public Progress advance(ProgramSink sink, Deadline deadline) {
        boolean ended = true;
        try {
            while (true) {
                Execution current = running;
                if (current == null) {
                    current = begin();
                    running = current;
                }
                Progress progress = current.advance(phase == Phase.QUERY ? sink : collector, deadline);
                if (progress != Progress.DONE) {
                    ended = false;
                    return progress;
                }
                current.close();
                running = null;
                if (phase == Phase.QUERY) {
                    return Progress.DONE;
                }
                next();
            }
        } finally {
            if (ended) {
                close();
            }
        }
    }

    /** Begins the current phase. */
    private Execution begin() {
        collector = new RowCollector();
        return switch (phase) {
            case VERSION -> session.start(SchemaQueries.program(List.of(SchemaQueries.version(inTransaction))));
            case SCHEMA -> session.start(SchemaQueries.everything(inTransaction));
            case VIEWS -> session.start(SchemaQueries.views(model().views()));
            case FILL -> {
                CatalogScratch own = scratch;
                if (own == null) {
                    throw new IllegalStateException("no scratch database");
                }
                usable = false; // until it is filled
                yield own.session().start(own.fill(query.rewritten(), snapshot(), client));
            }
            case QUERY -> {
                CatalogScratch own = scratch;
                if (own == null) {
                    throw new IllegalStateException("no scratch database");
                }
                yield own.session().start(Program.of(query.rewritten().sql(), parameters));
            }
        };
    }

    private SchemaModel model() {
        SchemaModel read = model;
        if (read == null) {
            throw new IllegalStateException("no schema");
        }
        return read;
    }

    private @Nullable Snapshot found;

    private Snapshot snapshot() {
        Snapshot known = found;
        if (known == null) {
            throw new IllegalStateException("no snapshot");
        }
        return known;
    }

    private void next() {
        if (phase != Phase.VIEWS) {
            collector.failure().ifPresent(failure -> {
                throw failure;
            });
        }
        switch (phase) {
            case VERSION -> {
                version = only(collector, 0);
                phase = known() ? Phase.FILL : Phase.SCHEMA;
            }
            case SCHEMA -> {
                String now = only(collector, SchemaQueries.VERSION);
                if (now.equals(version) || ++attempts == ATTEMPTS_MAX) {
                    model = new SchemaModel(collector);
                    phase = Phase.VIEWS;
                } else {
                    version = now; // it changed while it was read
                }
            }
            case VIEWS -> {
                model().viewColumns(model().views(), collector);
                found = catalog.remember(client.namespace(), version, model());
                borrow();
                phase = Phase.FILL;
            }
            case FILL -> {
                usable = true;
                phase = Phase.QUERY;
            }
            case QUERY -> {
                // the last one
            }
        }
    }

    private static String only(RowCollector collector, int step) {
        return collector.rows(step).isEmpty() ? "" : collector.rows(step).getFirst().getFirst();
    }

    private boolean known() {
        Snapshot snapshot = catalog.find(client.namespace(), version);
        found = snapshot;
        if (snapshot == null) {
            return false;
        }
        borrow();
        return true;
    }

    private void borrow() {
        scratch = catalog.borrow(session, snapshot());
    }

    @Override
    public void onReady(Runnable resume) {
        Execution current = running;
        if (current == null) {
            resume.run();
        } else {
            current.onReady(resume);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        Execution current = running;
        running = null;
        if (current != null) {
            current.close();
        }
        CatalogScratch own = scratch;
        scratch = null;
        if (own != null) {
            catalog.giveBack(own, usable);
        }
    }
}
