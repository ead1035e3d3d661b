package io.sqld.frontend.pgwire;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Recognises definitions that are several statements in SQLite, or none: {@code DROP TABLE a, b},
 * {@code GRANT}. What it does not recognise entirely is left to SQLite.
 */
final class Definitions {
    private static final String NO_EFFECT = " has no effect: the server's configuration says who may do what";

    private final SqlEdits sql;

    private Definitions(SqlEdits sql) {
        this.sql = sql;
    }

    /** {@return the command that {@code text} has at {@code offset}, if it is one of these} */
    static Optional<CommandParser.Parsed> parse(String text, int offset) {
        Token first = new Lexer(text, offset).next();
        boolean candidate = first.kind() == Token.Kind.WORD && switch (first.text().toUpperCase(Locale.ROOT)) {
            case "ALTER", "COMMENT", "CREATE", "DROP", "GRANT", "REVOKE" -> true;
            default -> false;
        };
        if (!candidate) {
            return Optional.empty();
        }
        SqlEdits sql = SqlEdits.read(text, offset);
        return new Definitions(sql).command(first.text().toUpperCase(Locale.ROOT))
                .map(command -> new CommandParser.Parsed(command, sql.end()));
    }

    private Optional<Command> command(String verb) {
        return switch (verb) {
            case "DROP" -> drop();
            case "CREATE" -> create();
            case "ALTER" -> new AlterTable(sql).command();
            case "COMMENT" -> sql.token(1).is("ON")
                    ? Optional.of(new Command.Noted("COMMENT", "comments are not kept"))
                    : Optional.empty();
            default -> Optional.of(new Command.Noted(verb, verb + NO_EFFECT));
        };
    }

    /** Reads names with commas between them. {@return the token behind them} */
    private int names(int from, java.util.function.Consumer<String> each) {
        int at = from;
        while (sql.token(at).isIdentifier()) {
            boolean schema = sql.token(at + 1).isSign(".");
            if (schema && sql.token(at).text().equalsIgnoreCase("public")) {
                at += 2;
                schema = false;
            }
            int last = schema ? at + 2 : at;
            each.accept(sql.written(at, last));
            at = last + 1;
            if (sql.token(at).isSign("*")) {
                at++;
            }
            if (!sql.token(at).isSign(",")) {
                break;
            }
            at++;
        }
        return at;
    }

    private Optional<Command> drop() {
        String kind = sql.token(1).text().toUpperCase(Locale.ROOT);
        int at = 2 + (sql.token(2).is("CONCURRENTLY") ? 1 : 0);
        boolean ifExists = sql.token(at).is("IF") && sql.token(at + 1).is("EXISTS");
        int names = ifExists ? at + 2 : at;
        return switch (kind) {
            case "TABLE", "VIEW", "INDEX", "TRIGGER" -> several(kind, names, ifExists ? "IF EXISTS " : "");
            case "SCHEMA", "EXTENSION", "SEQUENCE", "TYPE", "DOMAIN", "FUNCTION", "MATERIALIZED", "ROLE", "USER" ->
                    ifExists && !sql.token(names).is("public")
                            ? Optional.of(new Command.Noted("DROP " + kind,
                                    kind.toLowerCase(Locale.ROOT) + " \"" + sql.token(names).text()
                                            + "\" does not exist, skipping"))
                            : Optional.empty();
            default -> Optional.empty();
        };
    }

    private Optional<Command> several(String kind, int from, String ifExists) {
        var statements = new ArrayList<String>();
        int end = names(from, name -> statements.add("DROP " + kind + ' ' + ifExists + name));
        end += sql.token(end).is("CASCADE") || sql.token(end).is("RESTRICT") ? 1 : 0;
        return end == sql.size() && statements.size() > 1
                ? Optional.of(new Command.Sequence(List.copyOf(statements), "DROP " + kind))
                : Optional.empty();
    }

    private Optional<Command> create() {
        Token kind = sql.token(1);
        boolean ifNotExists = sql.token(2).is("IF") && sql.token(3).is("NOT") && sql.token(4).is("EXISTS");
        if (kind.is("EXTENSION")) {
            String name = sql.token(ifNotExists ? 5 : 2).text();
            return Optional.of(
                    new Command.Noted("CREATE EXTENSION", "extension \"" + name + "\" is not there; nothing is done"));
        }
        if (!kind.is("SCHEMA")) {
            return Optional.empty();
        }
        Token name = sql.token(ifNotExists ? 5 : 2);
        if (ifNotExists && name.is("public")) {
            return Optional.of(
                    new Command.Noted("CREATE SCHEMA", "schema \"" + name.text() + "\" already exists, skipping"));
        }
        return Optional.of(new Command.Unsupported("there is one schema, public", "Use a database for each schema."));
    }
}
