package io.sqld.frontend.pgwire;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the commands that look after tables: LOCK, TRUNCATE, VACUUM, ANALYZE, EXPLAIN, CHECKPOINT. */
final class MaintenanceParser {
    private final TokenReader in;

    private MaintenanceParser(TokenReader in) {
        this.in = in;
    }

    /** {@return the command, if it is one} */
    static Optional<Command> parse(TokenReader in, String word) {
        in.advance();
        var parser = new MaintenanceParser(in);
        return switch (word) {
            case "LOCK" -> parser.lock();
            case "TRUNCATE" -> parser.truncate();
            case "VACUUM" -> parser.vacuum();
            case "ANALYZE" -> parser.analyze();
            case "EXPLAIN" -> parser.explain();
            case "DO" -> parser.anonymousBlock();
            default -> Optional.of(new Command.Nothing(word));
        };
    }

    private Optional<Command> anonymousBlock() {
        in.skipStatement();
        return Optional.of(new Command.Unsupported("DO is not supported: there is no procedural language", ""));
    }

    private Optional<Command> lock() {
        in.take("TABLE");
        List<TableName> tables = tables();
        if (tables.isEmpty()) {
            return Optional.empty();
        }
        in.skipStatement();
        return Optional.of(new Command.Lock(tables));
    }

    private Optional<Command> truncate() {
        in.take("TABLE");
        List<TableName> tables = tables();
        boolean restart = in.take("RESTART");
        if (restart || in.take("CONTINUE")) {
            in.take("IDENTITY");
        }
        in.takeAny("CASCADE", "RESTRICT");
        return tables.isEmpty() ? Optional.empty() : Optional.of(new Command.Truncate(tables, restart));
    }

    private List<TableName> tables() {
        var tables = new ArrayList<TableName>();
        do {
            in.take("ONLY");
            Optional<TableName> table = in.table();
            if (table.isEmpty()) {
                return List.of();
            }
            in.takeSign("*");
            tables.add(table.get());
        } while (in.takeSign(","));
        return List.copyOf(tables);
    }

    /**
     * What needs to be rewritten is the whole file: that is asked for by VACUUM of everything, or FULL. VACUUM of a
     * table has nothing to do in SQLite.
     */
    private Optional<Command> vacuum() {
        boolean full = false;
        boolean analyze = false;
        boolean listed = in.takeSign("(");
        boolean more = true;
        while (more) {
            String word = in.token().text().toUpperCase(Locale.ROOT);
            switch (word) {
                case "FULL", "ANALYZE", "VERBOSE", "FREEZE" -> {
                    in.advance();
                    boolean on = !listed || on();
                    full |= word.equals("FULL") && on;
                    analyze |= word.equals("ANALYZE") && on;
                }
                case "INTO" -> {
                    return Optional.empty();
                }
                default -> {
                    more = listed && !in.token().isSign(")") && !in.atEnd();
                    if (more) {
                        in.advance();
                    }
                }
            }
        }
        if (listed && !in.takeSign(")")) {
            return Optional.empty();
        }
        List<TableName> tables = in.atEnd() ? List.of() : tablesWithColumns();
        if (!in.atEnd() || (tables.size() == 1 && isSchema(tables.getFirst()))) {
            return Optional.empty();
        }
        return Optional.of(new Command.Vacuum(full || (tables.isEmpty() && !analyze), analyze, tables));
    }

    private boolean on() {
        boolean off = in.takeAny("FALSE", "OFF");
        in.takeAny("TRUE", "ON");
        return !off;
    }

    private static boolean isSchema(TableName name) {
        return name.schema().isEmpty() && name.name().toLowerCase(Locale.ROOT).matches("main|temp|public");
    }

    private Optional<Command> analyze() {
        if (in.takeSign("(")) {
            in.untilClosed();
        }
        in.take("VERBOSE");
        List<TableName> tables = in.atEnd() ? List.of() : tablesWithColumns();
        return in.atEnd() ? Optional.of(new Command.Analyze(tables)) : Optional.empty();
    }

    /** SQLite looks at all columns of a table. */
    private List<TableName> tablesWithColumns() {
        var tables = new ArrayList<TableName>();
        do {
            Optional<TableName> table = in.table();
            if (table.isEmpty()) {
                return List.of();
            }
            tables.add(table.get());
            if (in.takeSign("(")) {
                in.untilClosed();
            }
        } while (in.takeSign(","));
        return List.copyOf(tables);
    }

    /** SQLite's own EXPLAIN QUERY PLAN is left to it. */
    private Optional<Command> explain() {
        if (in.is("QUERY")) {
            return Optional.empty();
        }
        if (in.takeSign("(")) {
            in.untilClosed();
        }
        while (in.takeAny("ANALYZE", "VERBOSE")) {
            // There is nothing more to tell than the plan.
        }
        int start = in.token().start();
        in.skipStatement();
        return Optional.of(new Command.Explain(in.sql(), start));
    }
}
