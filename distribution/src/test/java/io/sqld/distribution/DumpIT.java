package io.sqld.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.testkit.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that SQLite's shell made is served, dumped, and made anew by the shell from the dump. */
@NeedsProgram("sqlite3")
class DumpIT {
    private static final String DATABASE =
            """
                    PRAGMA user_version = 7;
                    PRAGMA application_id = -5;
                    CREATE TABLE v(n INTEGER PRIMARY KEY AUTOINCREMENT, x);
                    INSERT INTO v(x) VALUES (1),(-9223372036854775808),(1.5),(0.1),(-0.0),(9e999),(-9e999),(5e-324),
                      (2.2250738585072011e-308),(1.7976931348623157e308),(123456789012345678.0),(3.141592653589793),
                      ('it''s'),('a'||char(10)||'b'),('a'||char(13)||char(10)||'b'),('c:\\new'||char(10)),
                      ('x'||char(0)||'y'),
                      (CAST(x'ff00fe' AS TEXT)),(x''),(x'00ff'),(''),(NULL),('é漢😀'),('1e5'),('; COMMIT;');
                    DELETE FROM v WHERE n = 3;
                    CREATE TABLE "two words"("a b" TEXT COLLATE NOCASE, "order" REAL, g TEXT AS (upper("a b")) STORED,
                      h INT AS (1),
                      "quo""te" BLOB DEFAULT 'it''s', PRIMARY KEY ("a b")) WITHOUT ROWID, STRICT;
                    INSERT INTO "two words" VALUES ('é', 1.0, x'01'), ('z', -0.0, NULL);
                    CREATE TABLE [order](k REFERENCES v(n), rowid, UNIQUE (k, rowid));
                    INSERT INTO "order" VALUES (1, 'own'), (99, NULL);
                    CREATE UNIQUE INDEX "i x" ON "two words"("order", abs("order")) WHERE "order" > 0; -- partial
                    CREATE VIEW w AS SELECT x FROM v -- all
                    ;
                    CREATE TRIGGER tw INSTEAD OF INSERT ON w BEGIN
                      INSERT INTO v(x) VALUES (new.x); -- inner
                    END;
                    CREATE TRIGGER tv AFTER INSERT ON v BEGIN DELETE FROM "order"; END;
                    CREATE VIRTUAL TABLE f USING fts5(a, b UNINDEXED, prefix='2', tokenize='porter unicode61');
                    INSERT INTO f(rowid, a, b) VALUES (-3, 'running it''s', 'x'), (70000, 'ran', NULL);
                    INSERT INTO f(f, rank) VALUES ('pgsz', 500);
                    CREATE VIRTUAL TABLE "f v" USING fts5(x, content='v', content_rowid='n');
                    INSERT INTO "f v"("f v") VALUES ('rebuild');
                    CREATE VIRTUAL TABLE less USING fts5(a, content='');
                    INSERT INTO less(rowid, a) VALUES (5, 'hidden words');
                    CREATE VIRTUAL TABLE f4 USING fts4(a);
                    INSERT INTO f4(docid, a) VALUES (8, 'old words');
                    CREATE VIRTUAL TABLE box USING rtree(id, x0, x1, +note);
                    INSERT INTO box VALUES (4, 1.1, 2.2, 'here');
                    ANALYZE;
                    """;
    /** What a copy must have, whatever its pages look like. */
    private static final String CONTENT =
            """
                    SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name <> 'sqlite_stat4' ORDER BY 1, 2;
                    PRAGMA user_version; PRAGMA application_id; PRAGMA integrity_check;
                    SELECT n, typeof(x), CASE typeof(x) WHEN 'real' THEN format('%!.20g', x) ELSE hex(x) END FROM v;
                    SELECT * FROM "two words"; SELECT * FROM "order"; SELECT * FROM sqlite_sequence; SELECT * FROM f4;
                    SELECT tbl, idx, stat FROM sqlite_stat1 ORDER BY 1, 2;
                    SELECT rowid, * FROM f ORDER BY rowid; SELECT k, v FROM f_config; SELECT * FROM box;
                    SELECT rowid FROM f('run'); SELECT rowid FROM "f v"('it'); SELECT rowid FROM less('words');
                    SELECT docid FROM f4 WHERE f4 MATCH 'old';
                    """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the test
    Path directory;

    @Test
    void sqlitesShellMakesTheSameDatabaseFromADump() throws Exception {
        shell("app.db", DATABASE);
        String dump;
        try (ServerProcess server = Tree.BUILT.serve(directory, "app.db")) {
            dump = get(Tree.url(server) + "/dump");
        }
        assertThat(dump).endsWith("COMMIT;\n");
        assertThat(shell("copy.db", dump)).isEmpty();
        String content = shell("app.db", CONTENT);
        assertThat(content).contains("ok\n");
        assertThat(shell("copy.db", CONTENT)).isEqualTo(content);
    }

    private String shell(String file, String sql) {
        return Programs.run(Programs.command("sqlite3", directory.resolve(file).toString()), sql).succeeded();
    }

    private static String get(String url) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
