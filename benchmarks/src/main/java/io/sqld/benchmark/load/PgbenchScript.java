package io.sqld.benchmark.load;

import java.util.List;

/** What pgbench does over and over. */
enum PgbenchScript {
    /** A row by its primary key. */
    SELECT("select"),
    /** Ten of them, sent together. */
    PIPELINE("pipeline"),
    /** Ten thousand rows of five columns. */
    SCAN("scan"),
    /** One row, durable. */
    INSERT("insert"),
    /** BEGIN, select, update, COMMIT: four round trips. */
    TRANSACTION("transaction");

    private static final int PIPELINED = 10;
    private static final String KEY = "\\set id random(" + Statements.FIRST_KEY + ", " + Statements.ROWS + ")\n";

    private final String label;

    PgbenchScript(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** {@return the values of {@code -M} that it works with: a simple query cannot be part of a pipeline} */
    List<String> modes() {
        return this == PIPELINE ? List.of("extended", "prepared") : List.of("simple", "extended", "prepared");
    }

    /** {@return what pgbench reads} */
    String text(Dialect dialect) {
        return switch (this) {
            case SELECT -> KEY + Statements.select(":id") + ";\n";
            case PIPELINE -> KEY + "\\startpipeline\n" + (Statements.select(":id") + ";\n").repeat(PIPELINED)
                    + "\\endpipeline\n";
            case SCAN -> Statements.scan() + ";\n";
            case INSERT -> Statements.insert(":client_id", "'" + Statements.PAYLOAD + "'") + ";\n";
            case TRANSACTION -> KEY + dialect.begin() + ";\n" + Statements.selectAccount(":id") + ";\n"
                    + Statements.updateAccount(":id") + ";\nCOMMIT;\n";
        };
    }

    static PgbenchScript of(String label) {
        for (PgbenchScript script : values()) {
            if (script.label.equals(label)) {
                return script;
            }
        }
        throw new UsageException(
                "no script is called '" + label + "': select, pipeline, scan, insert, transaction");
    }
}
