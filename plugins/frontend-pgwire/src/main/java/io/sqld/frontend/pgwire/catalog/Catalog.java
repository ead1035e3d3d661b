package io.sqld.frontend.pgwire.catalog;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.sql.Column;
import io.sqld.api.sql.Description;
import io.sqld.api.sql.Execution;
import io.sqld.api.sql.Parameter;
import io.sqld.api.sql.ParameterSource;
import io.sqld.api.sql.Session;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code pg_catalog} and {@code information_schema} for the connections of one front end. Costs nothing until somebody
 * asks. Thread-safe.
 *
 * <p>Queries run in scratch databases, of which idle ones are kept; each is used by one query at a time. What is known
 * of a schema is kept by its version, and shared.
 */
public final class Catalog implements AutoCloseable {
    private static final int IDLE_MAX = 4;
    private static final int SNAPSHOTS_MAX = 32;
    private static final int QUERIES_MAX = 256;
    private static final int QUERY_CHARS_MAX = 20_000;
    private static final int PARAMETERS_MAX = 65_535;

    private final TypeOracle declared;
    private final String startTime;
    private final int queriesMax;
    private final Deque<CatalogScratch> idle = new ArrayDeque<>();
    private final Map<String, Snapshot> snapshots = bounded(SNAPSHOTS_MAX);
    private final Map<String, CatalogQuery> queries = bounded(QUERIES_MAX);
    private @Nullable Vocabulary vocabulary;
    private int lent;
    private boolean closed;

    /** What is read from resources, when the first query comes. */
    private record Vocabulary(
            PgTypes types, Relations relations, RelationRows rows, CatalogStatements statements, Tsv procedures) {
        static Vocabulary read() {
            var types = new PgTypes(Tsv.read("pg_type"));
            var relations = new Relations(types);
            return new Vocabulary(types, relations, new RelationRows(relations), new CatalogStatements(relations),
                    Tsv.read("pg_proc"));
        }
    }

    /**
     * An empty catalog.
     *
     * @param declared the types that columns have for clients
     * @param startTime of the server
     * @param queriesMax how many queries may be under way at once
     */
    public Catalog(TypeOracle declared, Instant startTime, int queriesMax) {
        this.declared = declared;
        this.startTime = startTime.truncatedTo(ChronoUnit.MICROS).toString();
        this.queriesMax = queriesMax;
    }

    private static <V> Map<String, V> bounded(int max) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > max;
            }
        };
    }

    /**
     * {@return the query that {@code sql} has at {@code offset}, if it asks the catalogs}
     *
     * @param session opens a scratch database if there is none; nothing runs on it
     * @throws SqldException if it asks them for something that they do not have, with a place in {@code sql}
     */
    public Optional<CatalogQuery> query(Session session, String sql, int offset) {
        if (!CatalogStatements.mayBe(sql, offset)) {
            return Optional.empty();
        }
        String text = offset == 0 ? sql : sql.substring(offset);
        synchronized (this) {
            CatalogQuery known = queries.get(text);
            if (known != null) {
                return Optional.of(known);
            }
        }
        Vocabulary words = vocabulary();
        SqlReader.Statement statement = SqlReader.read(text, 0);
        if (!words.statements.isCatalogQuery(statement.nodes())) {
            return Optional.empty();
        }
        CatalogQuery query = understand(words, session, statement, offset);
        if (text.length() <= QUERY_CHARS_MAX) {
            synchronized (this) {
                queries.put(text, query);
            }
        }
        return Optional.of(query);
    }

    private CatalogQuery understand(Vocabulary words, Session session, SqlReader.Statement statement, int offset) {
        Rewritten rewritten = QueryRewriter.rewrite(statement.nodes(), words.types, words.relations);
        CatalogScratch scratch = borrow(session, null);
        boolean usable = false;
        try {
            Description description = scratch.describe(rewritten);
            usable = true;
            return new CatalogQuery(rewritten, columns(rewritten, description), parameters(rewritten, description),
                    statement.end());
        } catch (SqldException e) {
            usable = true;
            throw located(e, rewritten, offset);
        } finally {
            giveBack(scratch, usable);
        }
    }

    /** {@return an error with a place in the client's text} */
    private static SqldException located(SqldException e, Rewritten rewritten, int offset) {
        SqldException told = e;
        if (e.message().startsWith("no such table: ")) {
            String table = e.message().substring("no such table: ".length());
            told = SqldException.sqlite(e.code(), e.sqliteCode().orElse(1), e.message()
                    + (table.contains(".") ? ""
                            : "; a query on PostgreSQL's catalogs cannot name other tables"));
        }
        return e.sqlOffset().isPresent()
                ? told.at(offset + rewritten.places().source(e.sqlOffset().getAsInt()))
                : told;
    }

    private static List<CatalogQuery.ResultColumn> columns(Rewritten rewritten, Description description) {
        var columns = new ArrayList<CatalogQuery.ResultColumn>();
        List<Column> storage = description.columns();
        List<Output> outputs = rewritten.outputs().orElse(List.of());
        boolean known = outputs.size() == storage.size();
        for (int i = 0; i < storage.size(); i++) {
            int type = known ? outputs.get(i).type() : PgTypes.UNKNOWN;
            if (type == PgTypes.UNKNOWN) {
                type = storage.get(i).declaredType().map(PgTypes::declared).orElse(PgTypes.UNKNOWN);
            }
            columns.add(new CatalogQuery.ResultColumn(
                    known ? outputs.get(i).label() : storage.get(i).name(),
                    type == PgTypes.UNKNOWN ? PgTypes.TEXT : type));
        }
        return columns;
    }

    private static int[] parameters(Rewritten rewritten, Description description) {
        int count = 0;
        for (Parameter parameter : description.parameters()) {
            count = Math.max(count, parameter.index());
        }
        var oids = new int[Math.min(count, PARAMETERS_MAX)];
        for (int i = 0; i < oids.length; i++) {
            oids[i] = rewritten.parameters().getOrDefault(i + 1, PgTypes.TEXT);
        }
        return oids;
    }

    /**
     * Begins a query. The schema is read through {@code session}, within its transaction.
     *
     * @param parameters by number, from 1
     */
    public Execution start(CatalogQuery query, ParameterSource parameters, CatalogClient client, Session session) {
        return new CatalogExecution(this, query, parameters, client, session);
    }

    private synchronized Vocabulary vocabulary() {
        Vocabulary known = vocabulary;
        if (known == null) {
            known = Vocabulary.read();
            vocabulary = known;
        }
        return known;
    }

    // What follows is for the queries under way.

    /** {@return a scratch database, if possible one that has the rows of this state already} */
    CatalogScratch borrow(Session session, @Nullable Snapshot snapshot) {
        Vocabulary words = vocabulary();
        synchronized (this) {
            if (lent >= queriesMax) {
                throw new SqldException(ErrorCode.OVERLOADED,
                        "too many catalog queries at once (pgwire.catalog-queries-max = " + queriesMax + ")");
            }
            lent++;
            CatalogScratch best = idle.peekFirst();
            for (CatalogScratch candidate : idle) {
                if (snapshot != null && candidate.has(snapshot)) {
                    best = candidate;
                }
            }
            if (best != null) {
                idle.remove(best);
                return best;
            }
        }
        try {
            return new CatalogScratch(session, words.types, words.rows, words.procedures, startTime);
        } catch (RuntimeException | Error e) {
            synchronized (this) {
                lent--;
            }
            throw e;
        }
    }

    /** Takes a scratch database back; one that is not {@code usable} is closed. */
    void giveBack(CatalogScratch scratch, boolean usable) {
        synchronized (this) {
            lent--;
            if (usable && !closed && idle.size() < IDLE_MAX) {
                idle.addFirst(scratch);
                return;
            }
        }
        scratch.close();
    }

    /** {@return the state of a schema, if it is known} */
    synchronized @Nullable Snapshot find(String namespace, String version) {
        return snapshots.get(namespace + '\0' + version);
    }

    /** {@return the state of a schema, from now on known} */
    Snapshot remember(String namespace, String version, SchemaModel model) {
        Vocabulary words = vocabulary();
        Snapshot snapshot =
                new SnapshotBuilder(words.relations, words.types, declared).build(namespace + '\0' + version, model);
        synchronized (this) {
            snapshots.put(snapshot.id(), snapshot);
        }
        return snapshot;
    }

    /** Closes the idle scratch databases; those in use are closed when they come back. */
    @Override
    public void close() {
        List<CatalogScratch> rest;
        synchronized (this) {
            closed = true;
            rest = List.copyOf(idle);
            idle.clear();
        }
        rest.forEach(CatalogScratch::close);
    }
}
