package io.sqld.frontend.http;

import io.sqld.api.error.SqldException;
import io.sqld.testkit.SessionRunner;
import io.sqld.testkit.Value;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Fills a database with a schema and rows that only the random generator decides. */
final class RandomDatabase {
    private static final List<String> NAMES = List.of("t", "two words", "order", "it's", "quo\"te", "[x]", "Ünï",
            "new\nline", "-- no comment", "semi;colon", "t_data", "ft_x", "rowid", "/*", "9lives", "SELECT", "`");
    private static final List<String> TYPES = List.of("", "INTEGER", "REAL", "TEXT", "BLOB", "NUMERIC", "VARCHAR(10)",
            "DOUBLE PRECISION", "made up");
    private static final List<String> STRICT_TYPES = List.of("INT", "INTEGER", "REAL", "TEXT", "BLOB", "ANY");
    private static final List<String> TEXTS = List.of("", "plain", "it's", "''", "a\nb", "a\r\nb", "\r", "c:\\new\\r",
            "both \\n and\nnewline", "nul\0inside", "\0", "é漢😀", ";", "-- x", "/* x", "1e5", "0x10", " 12 ",
            "COMMIT;\n");

    private final SplittableRandom random;
    private final SessionRunner session;

    RandomDatabase(SplittableRandom random, SessionRunner session) {
        this.random = random;
        this.session = session;
    }

    void fill() {
        var names = new ArrayList<>(NAMES);
        int tables = 1 + random.nextInt(5);
        for (int i = 0; i < tables; i++) {
            table(names.remove(random.nextInt(names.size())), i);
        }
        if (random.nextBoolean()) {
            fullText();
        }
        if (random.nextInt(3) == 0) {
            session.run("CREATE VIRTUAL TABLE \"box es\" USING rtree(id, x0, x1, +note)");
            for (int i = 0; i < 20; i++) {
                double low = random.nextDouble() * 1e6;
                session.run("INSERT INTO \"box es\" VALUES (?, ?, ?, ?)", i, low, low + random.nextDouble(), value());
            }
        }
        if (random.nextBoolean()) {
            session.run("PRAGMA user_version = " + random.nextInt());
            session.run("PRAGMA application_id = " + random.nextInt());
        }
        if (random.nextInt(3) == 0) {
            session.run("ANALYZE");
        }
    }

    private void table(String name, int number) {
        boolean strict = random.nextInt(3) == 0;
        boolean withoutRowid = random.nextInt(4) == 0;
        boolean autoincrement = !withoutRowid && random.nextInt(3) == 0;
        boolean id = autoincrement || random.nextBoolean() || withoutRowid;
        var definitions = new ArrayList<String>();
        if (id) {
            definitions.add("id INTEGER PRIMARY KEY" + (autoincrement ? " AUTOINCREMENT" : ""));
        }
        var columns = new ArrayList<String>();
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            String column = random.nextInt(3) == 0 ? NAMES.get(random.nextInt(NAMES.size())) + i : "c" + i;
            columns.add(quoted(column));
            String type = strict ? pick(STRICT_TYPES) : pick(TYPES);
            definitions.add(columns.getLast() + " " + type + (random.nextInt(6) == 0 ? " DEFAULT 'it''s /* x'" : ""));
        }
        if (random.nextInt(3) == 0) {
            definitions.add("gv " + (strict ? "ANY " : "") + "AS (typeof(" + columns.getFirst() + "))");
            definitions.add("gs TEXT GENERATED ALWAYS AS (hex(" + columns.getLast() + ")) STORED");
        }
        String options = String.join(", ", options(strict, withoutRowid));
        session.run("CREATE TABLE " + quoted(name) + " (" + String.join(", ", definitions)
                + (random.nextBoolean() ? " -- a comment\n" : "") + ") " + options);
        int rows = random.nextInt(30);
        for (int i = 0; i < rows; i++) {
            insert(name, columns, strict);
        }
        if (rows > 0 && random.nextInt(3) == 0) {
            session.run("DELETE FROM " + quoted(name) + " WHERE random() % 3 = 0");
        }
        objects(name, number, columns);
    }

    private static List<String> options(boolean strict, boolean withoutRowid) {
        var options = new ArrayList<String>();
        if (strict) {
            options.add("STRICT");
        }
        if (withoutRowid) {
            options.add("WITHOUT ROWID");
        }
        return options;
    }

    private void insert(String name, List<String> columns, boolean strict) {
        var values = new ArrayList<@Nullable Object>();
        for (int i = 0; i < columns.size(); i++) {
            values.add(value());
        }
        String sql = "INSERT OR IGNORE INTO " + quoted(name) + " (" + String.join(", ", columns) + ") VALUES ("
                + "?, ".repeat(columns.size() - 1) + "?)";
        try {
            session.run(sql, values.toArray());
        } catch (SqldException e) {
            if (!strict && !e.message().contains("NOT NULL")) {
                throw e; // a strict table refuses values of other types, a key refuses NULL
            }
        }
    }

    private void objects(String name, int number, List<String> columns) {
        if (random.nextBoolean()) {
            session.run("CREATE INDEX \"ix " + number + "\" ON " + quoted(name) + " (" + columns.getFirst()
                    + " COLLATE NOCASE DESC, abs(1)) WHERE " + columns.getLast() + " IS NOT NULL -- why\n");
        }
        if (random.nextBoolean()) {
            session.run("CREATE VIEW \"v " + number + "\" AS SELECT " + columns.getFirst() + " FROM " + quoted(name)
                    + pick(List.of("", " -- open", " /* open", " /* closed */")));
            session.run("CREATE TRIGGER \"tv " + number + "\" INSTEAD OF INSERT ON \"v " + number
                    + "\" BEGIN\n  SELECT 1; -- in it\n  SELECT 2;\nEND");
        }
        if (random.nextBoolean()) {
            session.run("CREATE TRIGGER \"tr " + number + "\" AFTER INSERT ON " + quoted(name)
                    + " BEGIN DELETE FROM " + quoted(name) + "; END");
        }
    }

    private void fullText() {
        String options = pick(List.of("", ", prefix='2 3'", ", detail=none", ", columnsize=0", ", tokenize='porter'"));
        session.run("CREATE VIRTUAL TABLE ft USING fts5(title, body UNINDEXED" + options + ")");
        for (int i = 0; i < 20; i++) {
            session.run("INSERT INTO ft (rowid, title, body) VALUES (?, ?, ?)", random.nextInt(), words(), words());
        }
        session.run("INSERT INTO ft (ft, rank) VALUES ('pgsz', 500)");
        session.run("INSERT INTO ft (ft, rank) VALUES ('rank', 'bm25(10.0)')");
        session.run("CREATE TABLE doc (id INTEGER PRIMARY KEY, words)");
        session.run("CREATE VIRTUAL TABLE doc_index USING fts5(words, content='doc', content_rowid=id)");
        session.run("CREATE TRIGGER doc_new AFTER INSERT ON doc BEGIN"
                + " INSERT INTO doc_index (rowid, words) VALUES (new.id, new.words); END");
        session.run("CREATE VIRTUAL TABLE old USING fts4(words)");
        for (int i = 0; i < 10; i++) {
            session.run("INSERT INTO doc (words) VALUES (?)", words());
            session.run("INSERT INTO old (docid, words) VALUES (?, ?)", 7 * i, words());
        }
    }

    private String words() {
        return "w" + random.nextInt(5) + " it's w" + random.nextInt(5) + (random.nextInt(4) == 0 ? "\nnext" : "");
    }

    private @Nullable Object value() {
        return switch (random.nextInt(12)) {
            case 0 -> null;
            case 1 -> random.nextLong();
            case 2 -> (long) random.nextInt(100);
            case 3 -> pick(List.of(Long.MIN_VALUE, Long.MAX_VALUE, 0L, -1L));
            case 4, 5 -> real();
            case 6 -> pick(List.of(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, 0.0, Double.MIN_VALUE,
                    Double.MAX_VALUE, Double.MIN_NORMAL, 0.1, 1e15, 1e22, 123456789012345680.0, 1e300));
            case 7, 8 -> pick(TEXTS);
            case 9 -> new Value.MalformedText(hex().replaceAll("^..", "FF") + "80");
            default -> Value.blob(hex());
        };
    }

    private double real() {
        double value = Double.longBitsToDouble(random.nextLong());
        return Double.isNaN(value) || random.nextBoolean() ? random.nextInt(1_000_000) / 100.0 : value;
    }

    private String hex() {
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** {@return everything that a copy must have: schema, rows in order, what text indexes find} */
    static List<String> content(SessionRunner session, boolean rowids) {
        var content = new ArrayList<String>();
        // a comment that is open at the end of a view has to be closed
        session.run("SELECT type, name, tbl_name, replace(sql, '*/', '') FROM sqlite_schema"
                + " WHERE name <> 'sqlite_stat4' ORDER BY 1, 2")
                .rows()
                .forEach(row -> content.add(row.toString()));
        List<String> tables = new ArrayList<>();
        session.run("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual')"
                + " AND name NOT IN ('sqlite_schema', 'sqlite_stat4') ORDER BY name")
                .rows()
                .forEach(row -> tables.add(text(row.values().getFirst())));
        for (String table : tables) {
            session.run("SELECT * FROM " + quoted(table)).rows().forEach(row -> content.add(table + " " + row));
            if (rowids && session.run("SELECT wr OR name = 'rowid' FROM pragma_table_list WHERE name = ?", table)
                    .rows()
                    .getFirst()
                    .values()
                    .getFirst()
                    .equals(Value.of(0))) {
                session.run("SELECT _rowid_ FROM " + quoted(table))
                        .rows()
                        .forEach(row -> content.add(table + " rowid " + row));
            }
        }
        if (tables.contains("ft")) {
            for (String query : List.of("ft", "doc_index", "old")) {
                session.run("SELECT rowid FROM " + query + " WHERE " + query + " MATCH 'w1' ORDER BY rowid")
                        .rows()
                        .forEach(row -> content.add(query + " finds " + row));
            }
            session.run("SELECT k, v FROM ft_config WHERE k <> 'version' ORDER BY k")
                    .rows()
                    .forEach(row -> content.add("option " + row));
        }
        content.add(session.run("SELECT user_version, application_id FROM pragma_user_version, pragma_application_id")
                .rows()
                .toString());
        return content;
    }

    private static String text(Value value) {
        return ((Value.Text) value).value();
    }
}
