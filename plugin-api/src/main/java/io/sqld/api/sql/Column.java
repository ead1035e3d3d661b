package io.sqld.api.sql;

import java.util.Optional;

/**
 * A column of a result.
 *
 * @param name as SQLite names it
 * @param declaredType the type in CREATE TABLE, as written; empty for an expression or an untyped column
 * @param origin the table column that the value comes from; empty for an expression
 */
public record Column(String name, Optional<String> declaredType, Optional<Origin> origin) {
    /**
     * Where a column comes from.
     *
     * @param database the schema: {@code main}, {@code temp} or an attached name
     */
    public record Origin(String database, String table, String column) {}
}
