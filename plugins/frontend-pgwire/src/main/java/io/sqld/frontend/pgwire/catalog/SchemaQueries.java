package io.sqld.frontend.pgwire.catalog;

import io.sqld.api.sql.ParameterSource;
import io.sqld.api.sql.Program;
import io.sqld.api.sql.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * What the catalog asks SQLite about a schema (<a href="https://sqlite.org/pragma.html#pragfunc">pragma functions</a>),
 * through the client's session: so it sees what its transaction has made, and what its rights allow.
 */
final class SchemaQueries {
    static final int OBJECTS = 0;
    static final int TABLES = 1;
    static final int COLUMNS = 2;
    static final int INDEXES = 3;
    static final int FOREIGN_KEYS = 4;
    static final int VERSION = 5;

    private static final String TEXTS = """
            coalesce((SELECT group_concat(type || ' ' || name || ' ' || coalesce(sql, ''), char(10)) FROM %s), '')""";
    private static final String COMMITTED = "SELECT (SELECT schema_version FROM pragma_schema_version) || ':' "
            + "|| (SELECT count(*) || ':' || total(length(sql)) FROM main.sqlite_schema) || ':' || ";
    private static final String OWN_TABLES = """
            pragma_table_list t WHERE t.schema IN ('main', 'temp') AND t.type IN ('table', 'virtual', 'view')
                AND t.name NOT LIKE 'sqlite!_%' ESCAPE '!'""";

    private SchemaQueries() {}

    /**
     * {@return the statement that tells whether the schema is still the same} A committed schema has a number of its
     * own; within a transaction only its text tells one from another.
     */
    static String version(boolean inTransaction) {
        String temporary = TEXTS.formatted("temp.sqlite_schema");
        return COMMITTED + temporary + (inTransaction ? " || " + TEXTS.formatted("main.sqlite_schema") : "");
    }

    /** {@return the program that reads everything but the columns of views, and the version last} */
    static Program everything(boolean inTransaction) {
        return program(List.of(
                """
                        SELECT 'main', type, name, tbl_name, sql FROM main.sqlite_schema
                        UNION ALL SELECT 'temp', type, name, tbl_name, sql FROM temp.sqlite_schema""",
                "SELECT t.schema, t.name, t.type, t.wr FROM " + OWN_TABLES + " ORDER BY t.schema, t.name",
                """
                        SELECT t.schema, t.name, c.name, c.type, c."notnull", c.dflt_value, c.pk, c.hidden
                        FROM pragma_table_list t, pragma_table_xinfo(t.name, t.schema) c
                        WHERE t.schema IN ('main', 'temp') AND t.type IN ('table', 'virtual')""",
                """
                        SELECT t.schema, t.name, i.name, i."unique", i.origin, i.partial,
                            x.cid, x.name, x."desc", x.coll
                        FROM pragma_table_list t, pragma_index_list(t.name, t.schema) i,
                            pragma_index_xinfo(i.name, t.schema) x
                        WHERE t.schema IN ('main', 'temp') AND t.type = 'table' AND x.key""",
                """
                        SELECT t.schema, t.name, f.id, f."table", f."from", f."to", f.on_update, f.on_delete, f."match"
                        FROM pragma_table_list t, pragma_foreign_key_list(t.name, t.schema) f
                        WHERE t.schema IN ('main', 'temp') AND t.type = 'table'""",
                version(inTransaction)));
    }

    /** {@return the program that reads the columns of views, each in a step: one that is broken has none} */
    static Program views(List<SchemaTable> views) {
        var texts = new ArrayList<String>();
        for (SchemaTable view : views) {
            texts.add("SELECT name, type FROM pragma_table_xinfo(" + literal(view.name()) + ", "
                    + literal(view.schema()) + ")");
        }
        return program(texts);
    }

    private static String literal(String text) {
        return '\'' + text.replace("'", "''") + '\'';
    }

    static Program program(List<String> texts) {
        return new Program(texts.stream().map(text -> Step.of(text, ParameterSource.NONE)).toList());
    }
}
