package io.sqld.frontend.pgwire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sqld.frontend.pgwire.catalog.Oids;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CatalogTest {
    private static final int CAPTURED = 121;
    private static final Pattern PARAMETER = Pattern.compile("\\$\\d+");
    private static final String COLUMNS =
            """
                    SELECT a.attname FROM pg_attribute a WHERE a.attrelid = '%s'::regclass AND a.attnum > 0
                    ORDER BY a.attnum""";

    private final CatalogServer server;
    private final WireClient client;

    CatalogTest(@TempDir Path directory) throws IOException {
        server = new CatalogServer(directory, "");
        client = server.login();
    }

    @AfterAll
    void close() throws IOException {
        client.close();
        server.close();
    }

    /** Parameters become literals; {@code N} is where the original server had an OID. */
    private static List<String> captured() throws IOException {
        var queries = new ArrayList<String>();
        for (String text : Files.readString(CatalogServer.FILES.resolve("captured.sql")).split("\n-----\n", -1)) {
            String query = text.replaceAll("\\bN\\b", Integer.toString(Oids.relation("main", "author")))
                    .replaceAll("'(t|j|c|v|pl|ph|ti|sat|posts|\"posts\"|\"ar_internal_metadata\")'", "'author'");
            queries.add(PARAMETER.matcher(query)
                    .replaceAll(
                            Matcher.quoteReplacement(query.contains("oid[]") ? "'{25,1009}'" : "'author'")));
        }
        return queries;
    }

    @Test
    void everyQueryThatWasCapturedFromRealClientsIsAnswered() throws IOException {
        List<String> queries = captured();
        assertThat(queries).hasSize(CAPTURED);
        var refused = new ArrayList<String>();
        int rows = 0;
        for (String query : queries) {
            try {
                rows += client.query(query).isEmpty() ? 0 : 1;
            } catch (RuntimeException | IOException e) {
                refused.add(e.getMessage() + "\n" + query);
            }
        }
        assertThat(refused).isEmpty();
        // The others ask for what a SQLite schema cannot have, or by a number of the original server.
        assertThat(rows).isGreaterThanOrEqualTo(75);
    }

    @Test
    void aSchemaThatChangesIsSeenAtOnceAndWhatIsRolledBackIsNot() throws IOException {
        try (WireClient other = server.login()) {
            client.query("CREATE TABLE seen (a INT)");
            assertThat(other.query(COLUMNS.formatted("seen"))).containsExactly(List.of("a"));
            other.query("BEGIN");
            other.query("ALTER TABLE seen ADD COLUMN b INT");
            assertThat(other.query(COLUMNS.formatted("seen"))).hasSize(2);
            assertThat(client.query(COLUMNS.formatted("seen"))).hasSize(1);
            other.query("ROLLBACK");
            other.query("BEGIN");
            other.query("ALTER TABLE seen ADD COLUMN c INT");
            assertThat(other.query(COLUMNS.formatted("seen"))).containsExactly(List.of("a"), List.of("c"));
            other.query("COMMIT");
            assertThat(client.query(COLUMNS.formatted("seen"))).containsExactly(List.of("a"), List.of("c"));
            client.query("DROP TABLE seen");
        }
        assertThatThrownBy(() -> client.query(COLUMNS.formatted("seen")))
                .hasMessageContaining("42P01")
                .hasMessageContaining("relation \"seen\" does not exist");
    }

    @Test
    void temporaryTablesAreSeenByTheirOwnerOnly() throws IOException {
        String query = "SELECT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
                + "WHERE c.relname = 'mine'";
        try (WireClient other = server.login()) {
            other.query("CREATE TEMP TABLE mine (a)");
            assertThat(other.query(query)).containsExactly(List.of("pg_temp_1"));
            assertThat(client.query(query)).isEmpty();
        }
    }

    @Test
    void aViewThatIsBrokenHidesNothingElse() throws IOException {
        client.query("CREATE TABLE base (a)");
        client.query("CREATE VIEW broken AS SELECT a FROM base");
        client.query("DROP TABLE base");
        assertThat(client.query("SELECT relname FROM pg_class WHERE relkind = 'v' AND relnamespace = 2200 ORDER BY 1"))
                .containsExactly(List.of("broken"), List.of("expensive"));
        client.query("DROP VIEW broken");
    }

    @Test
    void resultsHaveTheTypesThatPostgresqlWouldGiveThem() throws IOException {
        assertThat(types("SELECT oid, relname, relkind, relhasindex, relnatts, reltuples FROM pg_class"))
                .containsExactly(26, 19, 18, 16, 21, 700);
        assertThat(types("SELECT c.oid::regclass, format_type(23, NULL), c.relname = 'x', 'a'::text || c.relname, "
                + "count(*) FROM pg_class c GROUP BY 1"))
                .containsExactly(2205, 25, 16, 25, 20);
        assertThat(types("SELECT array_agg(attname ORDER BY attnum), max(attnum) FROM pg_attribute"))
                .containsExactly(1003, 21);
    }

    private List<Integer> types(String query) throws IOException {
        client.sendOnly(query);
        var types = new ArrayList<Integer>();
        for (WireClient.Message message : client.readUntilReady()) {
            assertThat(message.type()).as(WireText.render(message)).isNotEqualTo('E');
            if (message.type() == 'T') {
                ByteBuffer body = message.body();
                int count = body.getShort();
                for (int i = 0; i < count; i++) {
                    while (body.get() != 0) {
                        // the name
                    }
                    body.getInt();
                    body.getShort();
                    types.add(body.getInt());
                    body.getShort();
                    body.getInt();
                    body.getShort();
                }
            }
        }
        return types;
    }

    @Test
    void namesStandForOidsAndOidsForNames() throws IOException {
        assertThat(client.query("SELECT 'author'::regclass, 'author'::regclass::oid = '\"author\"'::regclass::oid, "
                + "to_regclass('nowhere'), 'int4'::regtype, 23::regtype, to_regtype('character varying')::oid"))
                .containsExactly(List.of("author", "t", "null", "integer", "integer", "1043"));
        assertThat(client.query("SELECT t.typinput, t.typname FROM pg_type t WHERE oid = 'bool'::regtype"))
                .containsExactly(List.of("boolin", "bool"));
    }

    @Test
    void arraysAreTakenApartAndPutTogether() throws IOException {
        assertThat(client.query("SELECT i.indkey[0], i.indkey, con.conkey[1], ARRAY(SELECT attname FROM pg_attribute "
                + "WHERE attrelid = i.indrelid AND attnum > 0 ORDER BY attnum) FROM pg_index i "
                + "JOIN pg_constraint con ON con.conindid = i.indexrelid WHERE i.indrelid = 'shelf'::regclass"))
                .containsExactly(List.of("1", "1 2", "1", "{room,place,isbn,Select}"));
        assertThat(client.query("SELECT unnest(ARRAY['a','b']), generate_subscripts(ARRAY['a','b'], 1)"))
                .containsExactly(List.of("a", "1"), List.of("b", "2"));
    }

    @Test
    void patternsAreThoseOfPostgresql() throws IOException {
        assertThat(client.query("SELECT relname FROM pg_class WHERE relname LIKE 'BOOK%' OR relname LIKE 'book\\_t%' "
                + "OR relname ~ '^auth.r$' OR relname ILIKE 'SHELF' ORDER BY 1"))
                .containsExactly(List.of("author"), List.of("book_title"), List.of("shelf"));
        assertThatThrownBy(() -> client.query("SELECT relname ~ '(' FROM pg_class")).hasMessageContaining(
                "invalid regular expression");
        assertThatThrownBy(() -> client.query(
                "SELECT '" + "a".repeat(40) + "' ~ '(a*)*\\1b' FROM pg_class"))
                .hasMessageContaining("too complex");
    }

    @Test
    void aTableOfTheClientsCannotBeJoinedAndTheErrorSaysSo() {
        assertThatThrownBy(() -> client.query("SELECT * FROM pg_class c JOIN author a ON a.name = c.relname"))
                .hasMessageContaining("42P01")
                .hasMessageContaining("a query on PostgreSQL's catalogs cannot name other tables");
    }

    @Test
    void anErrorPointsAtTheClientsText() {
        assertThatThrownBy(() -> client.query("SELECT c.oid::regclass::text, nope FROM pg_catalog.pg_class c"))
                .hasMessageContaining("42703")
                .hasMessageContaining("P=31");
    }

    @Test
    void statementsThatOnlyLookLikeCatalogQueriesAreLeftToSqlite() throws IOException {
        client.query("CREATE TABLE pg_notes (has_text TEXT)");
        client.query("INSERT INTO pg_notes VALUES ('version(')");
        assertThat(client.query("SELECT has_text FROM pg_notes")).containsExactly(List.of("version("));
        client.query("DROP TABLE pg_notes");
    }

    @Test
    void noMoreQueriesRunAtOnceThanTheLimitAllows(@TempDir Path directory) throws IOException {
        try (var small = new CatalogServer(directory, "catalog-queries-max = 1");
                WireClient first = small.login();
                WireClient second = small.login()) {
            first.query("BEGIN");
            suspend(first);
            assertThatThrownBy(() -> second.query("SELECT relname FROM pg_class"))
                    .hasMessageContaining("pgwire.catalog-queries-max = 1");
            first.query("ROLLBACK");
            assertThat(second.query("SELECT relname FROM pg_class WHERE relname = 'book'")).hasSize(1);
        }
    }

    /** Leaves a portal open that has more rows. */
    private static void suspend(WireClient client) throws IOException {
        client.send(new WireClient.Body().string("").string("SELECT relname FROM pg_class").int16(0).message('P'));
        client.send(new WireClient.Body().string("").string("").int16(0).int16(0).int16(0).message('B'));
        client.send(new WireClient.Body().string("").int32(1).message('E'));
        client.send(new WireClient.Body().message('S'));
        assertThat(client.readUntilReady()).extracting(WireClient.Message::type).contains('s');
    }
}
