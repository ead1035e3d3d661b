package io.sqld.storage.libsql;

import io.sqld.sqlite.AuthorizerAction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts the rows that the transaction under way on one connection changes, table by table, while somebody listens.
 * SQLite tells of each row as it is changed; what is undone without the end of the transaction is taken back here.
 */
final class ChangeCounter {
    private static final int INSERTED = 0;
    private static final int UPDATED = 1;
    private static final int DELETED = 2;

    private record Savepoint(String name, Map<String, long[]> counts) {}

    private Map<String, long[]> counts = new LinkedHashMap<>();
    private Map<String, long[]> beforeStatement = Map.of();
    private final List<Savepoint> savepoints = new ArrayList<>();

    /** A row was changed. */
    void changed(int action, String schema, String table) {
        if (schema.equals("main")) {
            counts.computeIfAbsent(table, _ -> new long[3])[index(action)]++;
        }
    }

    private static int index(int action) {
        return switch (action) {
            case AuthorizerAction.INSERT -> INSERTED;
            case AuthorizerAction.UPDATE -> UPDATED;
            default -> DELETED;
        };
    }

    /** The transaction has been rolled back. */
    void rolledBack() {
        counts.clear();
        savepoints.clear();
    }

    void beginStatement() {
        beforeStatement = copy(counts);
    }

    /** What the statement had changed has been undone. */
    void undoStatement() {
        counts = copy(beforeStatement);
    }

    /**
     * The statement has succeeded.
     *
     * @param changes rows that it changed itself; of a table WITHOUT ROWID this is all that SQLite tells
     */
    void endStatement(StatementFacts facts, long changes) {
        switch (facts.kind()) {
            case SAVEPOINT -> savepoints.add(new Savepoint(facts.savepoint(), copy(counts)));
            case ROLLBACK_TO -> {
                counts = copy(savepoints.get(find(facts)).counts());
                forget(find(facts) + 1);
            }
            case RELEASE -> forget(find(facts));
            case INSERT -> withoutRowid(facts, INSERTED, changes);
            case UPDATE -> withoutRowid(facts, UPDATED, changes);
            case DELETE -> withoutRowid(facts, DELETED, changes);
            case SELECT, CREATE_TABLE, CREATE_VIRTUAL_TABLE, CREATE_INDEX, CREATE_VIEW, CREATE_TRIGGER, DROP_TABLE,
                    DROP_INDEX, DROP_VIEW, DROP_TRIGGER, ALTER_TABLE, BEGIN, COMMIT, ROLLBACK, PRAGMA, ATTACH, DETACH,
                    ANALYZE, REINDEX, VACUUM, EXPLAIN, EMPTY, OTHER -> {}
        }
    }

    private void withoutRowid(StatementFacts facts, int index, long changes) {
        boolean told = counts.containsKey(facts.target())
                && !Arrays.equals(counts.get(facts.target()), beforeStatement.get(facts.target()));
        if (changes > 0 && !facts.target().isEmpty() && !told) {
            counts.computeIfAbsent(facts.target(), _ -> new long[3])[index] += changes;
        }
    }

    /** {@return the number of the newest savepoint of this name} It may be older than the first listener. */
    private int find(StatementFacts facts) {
        for (int i = savepoints.size() - 1; i >= 0; i--) {
            if (savepoints.get(i).name().equalsIgnoreCase(facts.savepoint())) {
                return i;
            }
        }
        savepoints.addFirst(new Savepoint(facts.savepoint(), Map.of()));
        return 0;
    }

    private void forget(int from) {
        savepoints.subList(from, savepoints.size()).clear();
    }

    /** {@return what the transaction that has just committed had changed} The next one begins. */
    List<TableChanges> take() {
        var taken = new ArrayList<TableChanges>(counts.size());
        counts.forEach((table, rows) -> {
            if (rows[INSERTED] + rows[UPDATED] + rows[DELETED] > 0) {
                taken.add(new TableChanges(table, rows[INSERTED], rows[UPDATED], rows[DELETED]));
            }
        });
        rolledBack();
        return taken;
    }

    private static Map<String, long[]> copy(Map<String, long[]> counts) {
        var copy = new LinkedHashMap<String, long[]>();
        counts.forEach((table, rows) -> copy.put(table, rows.clone()));
        return copy;
    }
}
