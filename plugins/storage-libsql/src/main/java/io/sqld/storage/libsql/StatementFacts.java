package io.sqld.storage.libsql;

import io.sqld.api.auth.Permission;
import io.sqld.api.sql.Column;
import io.sqld.api.sql.Description;
import io.sqld.api.sql.Parameter;
import io.sqld.api.sql.StatementKind;
import java.util.List;
import java.util.Set;

/**
 * What became known of a statement while it was prepared.
 *
 * @param kind what it does
 * @param parameters its parameters
 * @param columns its result columns; those of the last preparation
 * @param readOnly whether it leaves the database file alone
 * @param needsTurn whether it may run only with the write turn
 * @param required the rights that it needs
 * @param pins whether it leaves something behind in its connection: a temporary object, a setting
 * @param temporarySchema whether it changes temporary objects, so that names may mean something else afterwards
 * @param savepoint the name in SAVEPOINT, RELEASE and ROLLBACK TO; otherwise empty
 * @param target the table of this database that it names to insert, update or delete rows; otherwise empty
 */
record StatementFacts(StatementKind kind, List<Parameter> parameters, List<Column> columns, boolean readOnly,
        boolean needsTurn,
        Set<Permission> required, boolean pins, boolean temporarySchema, String savepoint, String target) {
    /** What is known of no statement at all. */
    static final StatementFacts EMPTY = new StatementFacts(
            StatementKind.EMPTY,
            List.of(),
            List.of(),
            true,
            false,
            Set.of(),
            false,
            false,
            "",
            "");

    StatementFacts withColumns(List<Column> newColumns) {
        return new StatementFacts(
                kind,
                parameters,
                newColumns,
                readOnly,
                needsTurn,
                required,
                pins,
                temporarySchema,
                savepoint,
                target);
    }

    Description description(int end) {
        return new Description(kind, parameters, columns, readOnly, end);
    }

    /** {@return whether {@code sqlite3_changes} says something about it} */
    boolean changesRows() {
        return kind == StatementKind.INSERT || kind == StatementKind.UPDATE || kind == StatementKind.DELETE;
    }
}
