package io.sqld.frontend.pgwire;

/**
 * The name of a table as a command has it.
 *
 * @param schema empty if none is given
 */
record TableName(String schema, String name) {
    /** {@return it, quoted for SQLite} PostgreSQL's default schema is SQLite's main database. */
    String sql() {
        boolean plain = schema.isEmpty() || schema.equalsIgnoreCase("public");
        return plain ? quote(name) : quote(schema) + '.' + quote(name);
    }

    /** {@return a name in the quotes of SQL} */
    static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
