package io.sqld.frontend.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpellingsTest {
    @ParameterizedTest
    @ValueSource(strings = {
            "SELECT a, b FROM t WHERE a = $1 AND b LIKE ? ORDER BY a LIMIT 10 OFFSET 5",
            "SELECT date, time, json FROM t",
            "SELECT date(a), json(b), timestamp FROM t",
            "SELECT [a b], \"x::y\", 'a::b' FROM t -- a::b",
            "SELECT e FROM t /* E'x' $$ */",
            "INSERT INTO t(a) VALUES (1) ON CONFLICT DO NOTHING RETURNING a",
            "SELECT CAST(a AS TEXT), CAST(b AS INTEGER) FROM t",
            "SELECT count(*) FROM (SELECT ALL a FROM t UNION ALL SELECT b FROM u)",
            "CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT DEFAULT 'x', b INT REFERENCES u ON DELETE CASCADE)",
            "CREATE TRIGGER r AFTER INSERT ON t FOR EACH ROW BEGIN SELECT 1; END",
            "SELECT a FROM t LIMIT 5, 10",
            "SELECT offset, fetch FROM t",
            "WITH x AS (SELECT 1) SELECT * FROM x",
            "SELECT 1 WHERE a COLLATE NOCASE = 'x'",
    })
    void whatSqliteUnderstandsStaysAsItIs(String sql) {
        assertThat(Spellings.read(sql, 0).map(SqlText::sql)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "SELECT a FROM t WHERE b::int = 1 | SELECT a FROM t WHERE CAST(b AS INTEGER) = 1",
            "SELECT a FROM t WHERE t.b::bigint = 1 | SELECT a FROM t WHERE CAST(t.b AS INTEGER) = 1",
            "SELECT (a+b)::float8 x FROM t | SELECT CAST((a+b) AS REAL) x FROM t",
            "SELECT count(*)::int FROM t | SELECT CAST(count(*) AS INTEGER) AS \"count\" FROM t",
            "SELECT a::int::text FROM t | SELECT CAST(CAST(a AS INTEGER) AS TEXT) AS \"a\" FROM t",
            "SELECT -1::text | SELECT -CAST(1 AS TEXT) AS \"-1::text\"",
            "SELECT f(x, y::int)::double precision z | SELECT CAST(f(x, CAST(y AS INTEGER)) AS REAL) z",
            "SELECT case when a then b end::text FROM t"
                    + " | SELECT CAST(case when a then b end AS TEXT) AS \"case\" FROM t",
            "SELECT a::varchar(3) b, c::\"char\" d, e::character varying f FROM t"
                    + " | SELECT substr(CAST(a AS TEXT), 1, 3) b, substr(CAST(c AS TEXT), 1, 1) d,"
                    + " CAST(e AS TEXT) f FROM t",
            "SELECT a::numeric(10,2) b, c::decimal d | SELECT round(CAST(a AS NUMERIC), 2) b, CAST(c AS NUMERIC) d",
            "SELECT '1'::int, 'a'::text | SELECT CAST('1' AS INTEGER) AS \"int4\", 'a' AS \"text\"",
            "SELECT $1::int, $2::date d | SELECT CAST($1 AS INTEGER) AS \"int4\", $2 d",
            "SELECT a FROM t WHERE b = $1::timestamptz | SELECT a FROM t WHERE b = $1",
            "SELECT a FROM t WHERE b > '2024-02-29T12:00'::timestamp | SELECT a FROM t WHERE b > '2024-02-29 12:00:00'",
            "SELECT 't'::bool b, 'no'::boolean c | SELECT TRUE b, FALSE c",
            "INSERT INTO t VALUES ('\\x01ff'::bytea, E'\\\\x02'::bytea) | INSERT INTO t VALUES (X'01FF', X'02')",
            "SELECT ts::date FROM t | SELECT date(ts, 'auto') AS \"ts\" FROM t",
            "SELECT x::jsonb y FROM t | SELECT json(x) y FROM t",
            "SELECT '{1,2}'::int[] a, '{\"a b\",NULL}'::text[] b | SELECT '[1,2]' a, '[\"a b\",null]' b",
            "SELECT ARRAY[1,2]::int[] a, ARRAY[[1],[2]] b"
                    + " | SELECT json_array(1,2) a, json_array(json_array(1),json_array(2)) b",
            "SELECT pg_catalog.abs(a)::pg_catalog.int4 b | SELECT CAST(pg_catalog.abs(a) AS INTEGER) b",
            "SELECT a::unheard_of b | SELECT a::unheard_of b",
            "SELECT CAST(a AS date) b, CAST($1 AS timestamp) c | SELECT date(a , 'auto') b, ($1 ) c",
            "CREATE TABLE t(a text DEFAULT 'x'::text, b int DEFAULT (1)::int)"
                    + " | CREATE TABLE t(a text DEFAULT 'x', b int DEFAULT (CAST((1) AS INTEGER)))",
    })
    void castsBecomeExpressions(String sql, String expected) {
        assertThat(rewritten(sql)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "SELECT E'a\\tb''c\\'\\x41\\101\\u00e9' x | SELECT 'a\tb''c''AA\u00e9' x",
            "SELECT $$it's$$ x, $q$a$$b$q$ y | SELECT 'it''s' x, 'a$$b' y",
            "SELECT a FROM t WHERE a ILIKE 'x%' | SELECT a FROM t WHERE a LIKE 'x%'",
            "SELECT now() | SELECT CURRENT_TIMESTAMP AS \"now\"",
            "CREATE TABLE IF NOT EXISTS every (a int) | CREATE TABLE IF NOT EXISTS every (a int)",
            "INSERT INTO every (a) SELECT every(b) c FROM t | INSERT INTO every (a) SELECT min(b) c FROM t",
            "SELECT lastval() AS id | SELECT last_insert_rowid() AS id",
            "SELECT * FROM public.t, \"public\".\"u\" WHERE public.t.a = 1 | SELECT * FROM t, \"u\" WHERE t.a = 1",
            "SELECT a FROM t FOR UPDATE | SELECT a FROM t ",
            "SELECT a FROM t FOR NO KEY UPDATE OF t, u SKIP LOCKED | SELECT a FROM t ",
            "SELECT a FROM t LIMIT ALL | SELECT a FROM t LIMIT -1",
            "SELECT a FROM t OFFSET 5 | SELECT a FROM t LIMIT -1 OFFSET 5",
            "SELECT a FROM t OFFSET $1 LIMIT $2 | SELECT a FROM t LIMIT $2 OFFSET $1",
            "SELECT a FROM t OFFSET 5 ROWS FETCH NEXT 3 ROWS ONLY | SELECT a FROM t LIMIT 3 OFFSET 5",
            "SELECT a FROM t FETCH FIRST ROW ONLY | SELECT a FROM t LIMIT 1",
            "SELECT a FROM t ORDER BY a COLLATE \"C\" | SELECT a FROM t ORDER BY a COLLATE BINARY",
            "SELECT TIMESTAMP '2024-02-29 12:00' a, date '2024-02-29' b"
                    + " | SELECT '2024-02-29 12:00:00' a, '2024-02-29' b",
            "SELECT timestamp with time zone '2024-02-29 12:00+02' a | SELECT '2024-02-29 10:00:00+00:00' a",
            "SELECT a FROM t WHERE b > now() - interval '1 day 2 hours'"
                    + " | SELECT a FROM t WHERE b > datetime(CURRENT_TIMESTAMP , 'auto', '-1 days', '-7200 seconds')",
            "SELECT a FROM t WHERE b > now() - '1 month'::interval"
                    + " | SELECT a FROM t WHERE b > datetime(CURRENT_TIMESTAMP , 'auto', '-1 months')",
            "SELECT interval '90 minutes' i | SELECT '01:30:00' i",
            "SELECT a FROM t WHERE a = ANY($1) | SELECT a FROM t WHERE a IN (SELECT value FROM json_each($1))",
            "SELECT a FROM t WHERE a = ANY ($1::int[]) | SELECT a FROM t WHERE a IN (SELECT value FROM json_each($1))",
            "SELECT a FROM t WHERE a <> ALL($1) | SELECT a FROM t WHERE a NOT IN (SELECT value FROM json_each($1))",
            "SELECT a FROM t WHERE a = ANY(ARRAY[1, 2]) | SELECT a FROM t WHERE a IN (1, 2)",
            "SELECT extract(year FROM ts) y, date_part('epoch', ts + '1 day'::interval) FROM t"
                    + " | SELECT CAST(strftime('%Y',  ts, 'auto') AS INTEGER) y,"
                    + " unixepoch( datetime(ts , 'auto', '+1 days'), 'auto', 'subsec') AS \"date_part\" FROM t",
            "SELECT date_trunc('month', ts::date) m"
                    + " | SELECT strftime('%Y-%m-01 00:00:00',  date(ts, 'auto'), 'auto') m",
            "SELECT ts - $1::interval, a::date - b::date | SELECT ts - $1::interval, a::date - b::date",
            "SELECT '2 days'::interval * 2 | SELECT '2 days'::interval * 2",
            "SELECT a[1], (ARRAY[1,2])[2] b FROM t"
                    + " | SELECT json_extract(a, '$[0]') AS \"a[1]\", json_extract((json_array(1,2)), '$[1]') b FROM t",
            "SELECT a AT TIME ZONE 'UTC' b FROM ONLY t | SELECT a  b FROM  t",
            "SELECT array_agg(a ORDER BY b), bool_and(a > 1) c FROM t"
                    + " | SELECT json_group_array(a ORDER BY b) AS \"array_agg\", min(a > 1) c FROM t",
            "INSERT INTO t (id, a) VALUES (DEFAULT, 1), (default, 2) RETURNING id"
                    + " | INSERT INTO t ( a) VALUES ( 1), ( 2) RETURNING id",
            "INSERT INTO t (a, b, id) VALUES (1, DEFAULT, DEFAULT) | INSERT INTO t (a) VALUES (1)",
            "INSERT INTO t (id) VALUES (DEFAULT) RETURNING id | INSERT INTO t DEFAULT VALUES RETURNING id",
            "INSERT INTO t (id, a) VALUES (DEFAULT, 1), (2, 2) | INSERT INTO t (id, a) VALUES (DEFAULT, 1), (2, 2)",
            "SELECT a FROM t WHERE a = ANY(SELECT b FROM u) | SELECT a FROM t WHERE a IN (SELECT b FROM u)",
    })
    void otherSpellingsAreMapped(String sql, String expected) {
        assertThat(rewritten(sql)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "CREATE TABLE t(id SERIAL PRIMARY KEY, a int) | CREATE TABLE t(id INTEGER PRIMARY KEY, a int)",
            "CREATE TABLE t(id bigserial NOT NULL, a int, PRIMARY KEY (id))"
                    + " | CREATE TABLE t(id INTEGER NOT NULL, a int, PRIMARY KEY (id))",
            "CREATE TABLE t(id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY)"
                    + " | CREATE TABLE t(id INTEGER  PRIMARY KEY)",
            "CREATE TABLE t(id int PRIMARY KEY GENERATED ALWAYS AS IDENTITY (START 1))"
                    + " | CREATE TABLE t(id INTEGER PRIMARY KEY )",
            "CREATE TABLE t(id int DEFAULT nextval('s'::regclass) PRIMARY KEY)"
                    + " | CREATE TABLE t(id INTEGER  PRIMARY KEY)",
            "CREATE TABLE t(a bigserial) | CREATE TABLE t(a bigserial)",
            "CREATE UNLOGGED TABLE public.t(a int) WITH (fillfactor=70) TABLESPACE x | CREATE  TABLE t(a int)",
            "CREATE TABLE t(a timestamp(3) with time zone, b varchar(5)[], c int[3])"
                    + " | CREATE TABLE t(a timestamp with time zone, b varchar[], c int[])",
            "CREATE TABLE t(a text DEFAULT now(), b text DEFAULT lower('X'))"
                    + " | CREATE TABLE t(a text DEFAULT CURRENT_TIMESTAMP, b text DEFAULT (lower('X')))",
            "CREATE INDEX CONCURRENTLY i ON public.t USING btree (a varchar_pattern_ops) WITH (fillfactor=70)"
                    + " | CREATE INDEX  i ON t  (a )",
            "CREATE INDEX ON t (a) | CREATE INDEX \"t_a_idx\" ON t (a)",
            "DROP TABLE IF EXISTS t CASCADE | DROP TABLE IF EXISTS t",
            "ALTER TABLE ONLY public.t ADD COLUMN a int | ALTER TABLE  t ADD COLUMN a int",
    })
    void definitionsLoseWhatSqliteHasNoUseFor(String sql, String expected) {
        assertThat(rewritten(sql)).isEqualTo(expected);
    }

    @Test
    void placesAreThoseOfTheClientsText() {
        String text = "SELECT 1; SELECT wrong, a::int, E'x\\ny', nope FROM t";
        SqlText sql = Spellings.read(text, 9).orElseThrow();
        assertThat(sql.sql()).isEqualTo(
                " SELECT wrong, CAST(a AS INTEGER) AS \"a\", 'x\ny' AS \"E'x\\ny'\", nope FROM t");
        for (String word : new String[] {"wrong", "a", "nope", "FROM"}) {
            int place = sql.sql().indexOf(word.equals("a") ? "(a" : word) + (word.equals("a") ? 1 : 0);
            int expected = word.equals("a") ? text.indexOf("a::") : text.indexOf(word);
            assertThat(sql.place(place)).as(word).isEqualTo(expected);
        }
        assertThat(sql.place(sql.sql().length())).isEqualTo(text.length());
    }

    @Test
    void anyTextIsReadToItsEndWithoutFailing() {
        long seed = Long.getLong("test.seed", System.nanoTime());
        var random = new Random(seed);
        String[] pieces = {"SELECT ", "a", "::", "int", "[", "]", "(", ")", "ARRAY", "'x'", "E'\\", "$$", "$1", "CAST(",
                " AS ", "date ", "interval '1 day'", "-", ",", ";", "CREATE TABLE t(", "serial ", "PRIMARY KEY",
                "LIMIT ",
                "ALL", "ANY(", "=", "FETCH FIRST ", "FOR UPDATE", "case ", " end", "\"", ".", "public", " DEFAULT ",
                "ALTER TABLE ", "DROP TABLE ", "TRUNCATE ", "GENERATED ", "now()", "COLLATE ", "\u00e9", " "};
        for (int round = 0; round < 20_000; round++) {
            var text = new StringBuilder();
            for (int i = random.nextInt(14); i >= 0; i--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            try {
                String sql = text.toString();
                Spellings.read(sql, 0).ifPresent(read -> {
                    for (int place = 0; place <= read.sql().length(); place++) {
                        assertThat(read.place(place)).isBetween(0, sql.length());
                    }
                });
                Definitions.parse(sql, 0);
            } catch (PgException refused) {
                assertThat(refused.error().message()).isNotEmpty();
            } catch (RuntimeException failure) {
                throw new AssertionError("seed " + seed + ": " + text, failure);
            }
        }
    }

    private static String rewritten(String sql) {
        return Spellings.read(sql, 0).map(SqlText::sql).orElse(sql).strip();
    }
}
