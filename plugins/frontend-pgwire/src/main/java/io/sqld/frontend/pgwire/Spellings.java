package io.sqld.frontend.pgwire;

import java.util.Locale;
import java.util.Optional;

/**
 * Puts a statement in PostgreSQL's spelling into SQLite's, token by token. What has no counterpart is left as it is,
 * for SQLite to refuse.
 */
final class Spellings {
    /** Version 4: 122 random bits. */
    private static final String RANDOM_UUID = "(lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4'"
            + " || substr(hex(randomblob(2)), 2) || '-' || substr('89AB', 1 + (random() & 3), 1)"
            + " || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))))";

    private final SqlEdits sql;

    private Spellings(SqlEdits sql) {
        this.sql = sql;
    }

    /** {@return the statement that {@code text} has at {@code offset}; empty if SQLite understands it as it is} */
    static Optional<SqlText> read(String text, int offset) {
        if (!SpellingScan.mayNeed(text, offset)) {
            return Optional.empty();
        }
        SqlEdits sql = SqlEdits.read(text, offset);
        apply(sql);
        return sql.isEmpty() ? Optional.empty() : Optional.of(sql.apply()).filter(SqlText::isEdited);
    }

    /** Notes everything that is spelled differently. */
    static void apply(SqlEdits sql) {
        new Spellings(sql).tokens();
        new CastSpellings(sql).apply();
        new DateFunctions(sql).apply();
        new DefaultValues(sql).apply();
        new DataDefinition(sql).apply();
        new ItemLabels(sql).apply();
    }

    private void tokens() {
        for (int i = 0; i < sql.size(); i++) {
            Token token = sql.token(i);
            switch (token.kind()) {
                case STRING -> string(i);
                case WORD, NAME -> word(i, token);
                case BLOB, NUMBER, PARAMETER, SIGN, END -> {
                    // The same in both.
                }
            }
        }
    }

    private void string(int index) {
        if (!sql.written(index, index).startsWith("'")) {
            sql.replace(index, index, CastSpelling.quoted(sql.token(index).text()));
        }
    }

    private void word(int index, Token token) {
        if (token.text().equalsIgnoreCase("public") && sql.token(index + 1).isSign(".")
                && !sql.token(index - 1).isSign(".")) {
            sql.remove(index, index + 1);
            return;
        }
        if (token.kind() != Token.Kind.WORD || sql.token(index - 1).isSign(".") || isRelation(index)) {
            return;
        }
        switch (token.text().toUpperCase(Locale.ROOT)) {
            case "ILIKE" -> sql.replace(index, index, "LIKE");
            case "NOW" -> call(index, "CURRENT_TIMESTAMP");
            case "GEN_RANDOM_UUID" -> call(index, RANDOM_UUID);
            case "BOOL_AND", "EVERY" -> renamed(index, "min");
            case "BOOL_OR" -> renamed(index, "max");
            case "ARRAY_AGG" -> renamed(index, "json_group_array");
            case "ONLY" -> only(index);
            case "AT" -> zone(index);
            case "LASTVAL" -> call(index, "last_insert_rowid()");
            case "COLLATE" -> collation(index + 1);
            case "FOR" -> lock(index);
            case "LIMIT", "OFFSET", "FETCH" -> RowLimits.apply(sql, index);
            case "ANY", "SOME" -> anyOf(index);
            case "ALL" -> allOf(index);
            default -> {
                // Nothing that SQLite does not know.
            }
        }
    }

    /** {@code CREATE TABLE every (...)}: what looks like a call names a table and its columns. */
    private boolean isRelation(int index) {
        if (!sql.token(index + 1).isSign("(")) {
            return false;
        }
        Token before = sql.token(index - 1);
        return switch (before.text().toUpperCase(Locale.ROOT)) {
            case "TABLE", "VIEW", "INTO", "EXISTS", "REFERENCES", "WITH", "RECURSIVE" ->
                    before.kind() == Token.Kind.WORD;
            case "ON" -> before.kind() == Token.Kind.WORD && sql.token(0).is("CREATE");
            default -> false;
        };
    }

    private void call(int index, String replacement) {
        if (sql.token(index + 1).isSign("(") && sql.token(index + 2).isSign(")")) {
            sql.replace(index, index + 2, replacement);
        }
    }

    private void renamed(int index, String function) {
        if (sql.token(index + 1).isSign("(")) {
            sql.replace(index, index, function);
        }
    }

    /** No table inherits from another. */
    private void only(int index) {
        Token before = sql.token(index - 1);
        if ((before.is("FROM") || before.is("UPDATE")) && sql.token(index + 1).isIdentifier()
                && !Keywords.endsBefore(sql.token(index + 1))) {
            sql.remove(index, index);
        }
    }

    /** {@code t AT TIME ZONE 'UTC'}: points in time are stored in UTC. */
    private void zone(int index) {
        boolean zone = sql.token(index + 1).is("TIME") && sql.token(index + 2).is("ZONE");
        Token name = sql.token(index + 3);
        if (zone && name.kind() == Token.Kind.STRING) {
            switch (name.text().toUpperCase(Locale.ROOT)) {
                case "UTC", "ETC/UTC", "GMT", "Z" -> sql.remove(index, index + 3);
                default -> {
                    // SQLite knows no other zones.
                }
            }
        }
    }

    /** SQLite compares bytes by default, as the C locale does. */
    private void collation(int index) {
        int name = index;
        while (sql.token(name + 1).isSign(".")) {
            name += 2;
        }
        switch (sql.token(name).text().toLowerCase(Locale.ROOT)) {
            case "c", "posix", "default", "ucs_basic", "c.utf-8", "c.utf8" -> sql.replace(index, name, "BINARY");
            default -> {
                // SQLite says that it has no such collation.
            }
        }
    }

    /** Who writes has the whole database to himself: there are no rows to lock. */
    private void lock(int index) {
        int at = index + 1;
        if (sql.token(at).is("NO") && sql.token(at + 1).is("KEY")) {
            at += 2;
        } else if (sql.token(at).is("KEY")) {
            at++;
        }
        if (!sql.token(at).is("UPDATE") && !sql.token(at).is("SHARE")) {
            return;
        }
        if (sql.token(at + 1).is("OF")) {
            at += 2;
            while (sql.token(at + 1).isSign(".") || sql.token(at + 1).isSign(",")) {
                at += 2;
            }
        }
        if (sql.token(at + 1).is("NOWAIT")) {
            at++;
        } else if (sql.token(at + 1).is("SKIP") && sql.token(at + 2).is("LOCKED")) {
            at += 2;
        }
        sql.remove(index, at);
    }

    private void anyOf(int index) {
        if (sql.token(index - 1).isSign("=") && sql.token(index + 1).isSign("(")) {
            elementOf(index, "IN ");
        }
    }

    private void allOf(int index) {
        Token operator = sql.token(index - 1);
        if ((operator.isSign("<>") || operator.isSign("!=")) && sql.token(index + 1).isSign("(")) {
            elementOf(index, "NOT IN ");
        }
    }

    /** {@code = ANY (array)}: a list of values, a query, or an array, which is JSON. */
    private void elementOf(int index, String operator) {
        int open = index + 1;
        int close = sql.closing(open);
        Token first = sql.token(open + 1);
        if (first.is("SELECT") || first.is("VALUES") || first.is("WITH")) {
            sql.replace(index - 1, index, operator);
        } else if (first.is("ARRAY") && sql.token(open + 2).isSign("[")) {
            int end = sql.closing(open + 2);
            sql.replace(index - 1, open + 2, operator + '(');
            sql.replace(end, close, ")");
        } else {
            sql.replace(index - 1, open, operator + "(SELECT value FROM json_each(");
            sql.replace(close, close, "))");
        }
    }
}
