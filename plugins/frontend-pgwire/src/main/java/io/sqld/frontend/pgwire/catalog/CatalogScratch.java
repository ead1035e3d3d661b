package io.sqld.frontend.pgwire.catalog;

import io.sqld.api.sql.Description;
import io.sqld.api.sql.Execution;
import io.sqld.api.sql.ParameterSource;
import io.sqld.api.sql.Program;
import io.sqld.api.sql.ScratchRequest;
import io.sqld.api.sql.Session;
import io.sqld.api.sql.SqlFunction;
import io.sqld.api.sql.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One scratch database with the catalogs of one state of a schema. Relations are made when they are first named, and
 * filled when they are first asked. Used by one query at a time.
 */
final class CatalogScratch implements CatalogContext, AutoCloseable {
    private static final String EMPTY = "DELETE FROM ";

    private final RelationRows rows;
    private final Session session;
    private final Set<Relation> created = new HashSet<>();
    private final Set<Relation> filled = new HashSet<>();
    private @Nullable Snapshot snapshot;
    private @Nullable CatalogClient client;
    private String filledFor = "";

    CatalogScratch(Session opener, PgTypes types, RelationRows rows, Tsv procedures, String startTime) {
        this.rows = rows;
        var list = new FunctionList();
        ArrayFunctions.addTo(list);
        TextFunctions.addTo(list);
        new Patterns().addTo(list);
        new NameFunctions(types, procedures, this).addTo(list);
        new DefinitionFunctions(this).addTo(list);
        new SessionFunctions(this, startTime).addTo(list);
        List<SqlFunction> functions = List.copyOf(list.functions());
        session = opener.openScratch(
                new ScratchRequest(List.of(Relations.PG_CATALOG, Relations.INFORMATION_SCHEMA), functions));
    }

    @Override
    public CatalogClient client() {
        return Objects.requireNonNull(client);
    }

    @Override
    public Snapshot snapshot() {
        return Objects.requireNonNull(snapshot);
    }

    Session session() {
        return session;
    }

    /** {@return whether it has rows of this state of the schema} */
    boolean has(Snapshot candidate) {
        return snapshot != null && snapshot.id().equals(candidate.id());
    }

    /** {@return what SQLite knows about a query} */
    Description describe(Rewritten query) {
        var steps = new ArrayList<Step>();
        query.relations().forEach(relation -> create(relation, steps));
        if (!steps.isEmpty()) {
            run(new Program(steps));
        }
        return session.describe(query.sql(), 0);
    }

    private void run(Program program) {
        var collector = new RowCollector();
        try (Execution execution = session.start(program)) {
            while (execution.advance(collector, io.sqld.api.service.Deadline.NEVER) != io.sqld.api.sql.Progress.DONE) {
                // Making tables in memory waits for nobody.
            }
        }
        collector.failure().ifPresent(failure -> {
            throw failure;
        });
    }

    private void create(Relation relation, List<Step> steps) {
        if (created.add(relation)) {
            steps.add(Step.of(relation.create(), ParameterSource.NONE));
        }
    }

    /**
     * {@return the program that fills what a query asks for, as this client sees it; without steps if all is there}
     * What fails half-way must not be used again.
     */
    Program fill(Rewritten query, Snapshot newSnapshot, CatalogClient newClient) {
        String viewer = newClient.database() + '\0' + newClient.user();
        var steps = new ArrayList<Step>();
        if (!has(newSnapshot) || !viewer.equals(filledFor)) {
            for (Relation relation : filled) {
                if (!rows.isFixed(relation)) {
                    steps.add(Step.of(EMPTY + relation.qualified(), ParameterSource.NONE));
                }
            }
            filled.removeIf(relation -> !rows.isFixed(relation));
        }
        snapshot = newSnapshot;
        client = newClient;
        filledFor = viewer;
        query.relations().forEach(relation -> fill(relation, steps));
        if (steps.isEmpty()) {
            return new Program(List.of());
        }
        steps.addFirst(Step.of("BEGIN", ParameterSource.NONE));
        steps.add(Step.of("COMMIT", ParameterSource.NONE));
        return new Program(steps);
    }

    private void fill(Relation relation, List<Step> steps) {
        create(relation, steps);
        boolean perQuery = rows.isPerQuery(relation);
        if (perQuery) {
            steps.add(Step.of(EMPTY + relation.qualified(), ParameterSource.NONE));
        } else if (!filled.add(relation)) {
            return;
        }
        rows.sources(relation).forEach(source -> fill(source, steps));
        String insert = relation.insert();
        for (Row row : rows.rows(relation, snapshot(), client())) {
            steps.add(Step.of(insert, row));
        }
        rows.derivation(relation).ifPresent(sql -> steps.add(Step.of(sql, ParameterSource.NONE)));
    }

    @Override
    public void close() {
        session.close();
    }
}
