package io.sqld.frontend.http;

import static io.sqld.frontend.http.Fixtures.pipeline;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.sqld.api.service.Deadline;
import io.sqld.testkit.Eventually;
import io.sqld.testkit.FrontendFixture;
import io.sqld.testkit.Seed;
import io.sqld.testkit.Seeded;
import io.sqld.testkit.SessionRunner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code GET /dump}. */
class DumpTest {
    private static final String CLOSE = "{\"type\":\"close\"}";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the test
    Path directory;

    @Test
    void aDumpIsTheSqlThatMakesTheDatabase() throws IOException {
        try (FrontendFixture fixture = Fixtures.start(directory, "");
                SessionRunner session = fixture.storage().session();
                RawHttp http = new RawHttp(fixture.address())) {
            session.script("CREATE TABLE d (a); INSERT INTO d VALUES (1), (1.5), (-0.0), (9e999), ('it''s'), (X'0aFF');"
                    + " CREATE TABLE \"order\" (\"a b\" INTEGER PRIMARY KEY AUTOINCREMENT, g AS (1), b);"
                    + " INSERT INTO \"order\" VALUES (5, 'a' || char(13) || char(10) || 'b');"
                    + " CREATE VIEW v AS SELECT 1 -- one\n; CREATE INDEX i ON d (a); PRAGMA user_version = 7");
            RawHttp.Response response = http.get("/dump");
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.header("content-type")).isEqualTo("application/sql; charset=utf-8");
            assertThat(response.body()).isEqualTo("""
                    PRAGMA foreign_keys=OFF;
                    BEGIN TRANSACTION;
                    CREATE TABLE IF NOT EXISTS d (a);
                    INSERT INTO d VALUES(1);
                    INSERT INTO d VALUES(1.5);
                    INSERT INTO d VALUES(-0.0);
                    INSERT INTO d VALUES(9e999);
                    INSERT INTO d VALUES('it''s');
                    INSERT INTO d VALUES(X'0aff');
                    CREATE TABLE IF NOT EXISTS "order" ("a b" INTEGER PRIMARY KEY AUTOINCREMENT, g AS (1), b);
                    INSERT INTO "order" VALUES(5,replace(replace('a\\r\\nb','\\r',char(13)),'\\n',char(10)));
                    DELETE FROM sqlite_sequence;
                    INSERT INTO sqlite_sequence VALUES('order',5);
                    CREATE VIEW v AS SELECT 1 -- one
                    ;
                    CREATE INDEX i ON d (a);
                    PRAGMA user_version=7;
                    COMMIT;
                    """);
            session.run("DELETE FROM d WHERE a = 1");
            assertThat(http.get("/dump?preserve_row_ids=true").body())
                    .contains("INSERT INTO d(rowid,a) VALUES(2,1.5);\n",
                            "INSERT INTO \"order\"(rowid,\"a b\",b) VALUES(5,5,replace(");
        }
    }

    @RepeatedTest(12)
    @ExtendWith(Seeded.class)
    void whatIsLoadedFromADumpIsTheSame(Seed seed) throws IOException {
        boolean rowids = seed.value() % 2 == 0;
        String path = rowids ? "/dump?preserve_row_ids=true" : "/dump";
        try (FrontendFixture source = Fixtures.start(directory.resolve("source"), "");
                FrontendFixture copy = Fixtures.start(directory.resolve("copy"), "");
                SessionRunner made = source.storage().session();
                SessionRunner loaded = copy.storage().session();
                RawHttp from = new RawHttp(source.address());
                RawHttp to = new RawHttp(copy.address())) {
            new RandomDatabase(seed.random(), made).fill();
            String dump = from.get(path).body();
            assertThat(dump).endsWith("COMMIT;\n");
            assertThat(load(to, dump)).as(dump).contains("{\"type\":\"sequence\"}");
            assertThat(RandomDatabase.content(loaded, rowids)).as(dump)
                    .containsExactlyElementsOf(RandomDatabase.content(made, rowids));
            assertThat(to.get(path).body()).isEqualTo(dump);
        }
    }

    @Test
    void aVirtualTableThatCannotBeFilledIsWrittenAsSqlitesShellDoesIt() throws IOException {
        try (FrontendFixture fixture = Fixtures.start(directory, "");
                SessionRunner session = fixture.storage().session();
                RawHttp http = new RawHttp(fixture.address())) {
            session.script(
                    "CREATE VIRTUAL TABLE c USING fts5(a, content=''); INSERT INTO c (rowid, a) VALUES (3, 'x')");
            assertThat(http.get("/dump").body()).containsSubsequence(
                    "CREATE TABLE IF NOT EXISTS 'c_data'", "INSERT INTO c_data VALUES(", "PRAGMA writable_schema=ON;\n",
                    "INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql) VALUES('table','c','c',0,"
                            + "'CREATE VIRTUAL TABLE c USING fts5(a, content='''')');\n",
                    "PRAGMA writable_schema=OFF;\n", "COMMIT;\n");
        }
    }

    @Test
    void aDumpShowsOneMomentAlsoWhileOthersWriteAndTheClientIsSlow() throws IOException {
        try (FrontendFixture fixture = Fixtures.start(directory, "write-buffer-bytes-max = 64KiB");
                SessionRunner session = fixture.storage().session();
                RawHttp http = new RawHttp(fixture.address())) {
            session.script("CREATE TABLE a (x); CREATE TABLE z (x)");
            session.run("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
                    + " INSERT INTO a SELECT hex(zeroblob(500)) FROM n");
            http.send("GET /dump HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(http.line()).isEqualTo("HTTP/1.1 200 OK");
            long held = fixture.metrics().value("sqld_http_response_bytes");
            session.script("INSERT INTO z VALUES ('too late'); DROP TABLE a");
            assertThat(held).isLessThan(1024 * 1024);
            String rest = rest(http);
            assertThat(rest).contains("COMMIT;\n").doesNotContain("too late");
            assertThat(rest.lines().filter(line -> line.contains("INSERT INTO a VALUES")).count()).isEqualTo(20_000);
            Eventually.await("its session is closed", () -> fixture.gateway().sessions() == 0);
        }
    }

    @Test
    void aDumpThatCannotBeCompletedIsCut() throws IOException {
        try (FrontendFixture fixture = Fixtures.start(directory, "limits.request-time-max = 3s");
                SessionRunner session = fixture.storage().session();
                RawHttp http = new RawHttp(fixture.address())) {
            session.run("CREATE TABLE a (x)");
            session.run("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
                    + " INSERT INTO a SELECT hex(zeroblob(500)) FROM n");
            http.send("GET /dump HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(http.line()).isEqualTo("HTTP/1.1 200 OK");
            Deadline over = Deadline.after(Duration.ofMillis(3100));
            Eventually.await("its time is over", over::expired);
            var seen = new StringBuilder();
            assertThatThrownBy(() -> {
                while (true) {
                    seen.append(http.line()).append('\n');
                }
            }).isInstanceOf(IOException.class);
            assertThat(seen.toString()).contains("INSERT INTO a VALUES").doesNotContain("COMMIT");
            Eventually.await("its session is closed", () -> fixture.gateway().sessions() == 0);
        }
    }

    private static String rest(RawHttp http) throws IOException {
        var rest = new StringBuilder();
        for (String line = http.line(); !line.equals("0"); line = http.line()) {
            rest.append(line).append('\n');
        }
        return rest.toString();
    }

    private static String load(RawHttp http, String dump) throws IOException {
        String sql = new String(JsonStringEncoder.getInstance().quoteAsString(dump));
        return http.post("/v3/pipeline", pipeline("{\"type\":\"sequence\",\"sql\":\"" + sql + "\"}", CLOSE)).body();
    }
}
