package io.sqld.frontend.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.frontend.pgwire.WireClient.Message;
import io.sqld.testkit.FrontendFixture;
import io.sqld.testkit.TestStorage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of {@code docs/NATIVE_MODE.md}. */
@SuppressWarnings("NullAway.Init") // set before each test
class NativeModeTest {
    @TempDir Path directory;

    private FrontendFixture fixture;
    private WireClient client;
    private List<String> welcome;

    @BeforeEach
    void connect() throws IOException {
        var storage = TestStorage.start(TestStorage.storageBackend("libsql"), directory, "");
        fixture = new FrontendFixture(
                new PgwireFactory(), "listen = \"127.0.0.1:0\"\nportals-max = 3", storage, 100);
        fixture.frontend().start();
        client = WireClient.connect(fixture.address());
        welcome = say("startup 196608 user u database default options '-c sqld.native=1'");
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        fixture.close();
    }

    private List<String> say(String... messages) throws IOException {
        return exchange(messages).stream().map(WireText::render).toList();
    }

    private List<Message> exchange(String... messages) throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (String message : messages) {
            bytes.writeBytes(WireText.parse(message));
        }
        client.send(bytes.toByteArray());
        return client.readUntilReady();
    }

    private static Map<Character, String> fields(Message message) {
        ByteBuffer body = message.body();
        var fields = new TreeMap<Character, String>();
        for (char code = (char) body.get(); code != 0; code = (char) body.get()) {
            var text = new ByteArrayOutputStream();
            for (byte b = body.get(); b != 0; b = body.get()) {
                text.write(b);
            }
            fields.put(code, text.toString(StandardCharsets.UTF_8));
        }
        return fields;
    }

    private static Map<Character, String> first(char type, List<Message> messages) {
        return fields(messages.stream().filter(message -> message.type() == type).findFirst().orElseThrow());
    }

    @Test
    void theServerSaysThatItHasNativeModeAndWhichSqliteItIs() throws IOException {
        assertThat(welcome).contains("S sqld.native=on", "S sqld.autocommit=1", "S sqld.changes=0",
                "S sqld.total_changes=0", "S sqld.last_insert_rowid=0").endsWith("Z I");
        assertThat(welcome).anyMatch(line -> line.matches("S sqld.sqlite_version=3\\.\\d+\\.\\d+"));
        assertThat(welcome).anyMatch(line -> line.matches("S sqld.sqlite_sourceid=\\d{4}-.{50,}"));
        assertThat(say("Q 'set sqld.native = off'")).containsExactly("C 'SET'", "S sqld.native=off", "Z I");
        assertThat(say("Q 'select 1 as a'")).containsExactly("T a:23", "D '1'", "C 'SELECT 1'", "Z I");
        assertThat(say("Q 'set sqld.native = on'")).contains("S sqld.native=on", "S sqld.autocommit=1");
    }

    @Test
    void valuesKeepTheirStorageClassInBothFormats() throws IOException {
        String sql = "select 1 a, 1.0 b, ''it''''s'' c, x''00ff'' d, null e, 9e999 f, 0.1 g";
        assertThat(say("Q '" + sql + "'")).containsExactly(
                "T a:91000 b:91000 c:91000 d:91000 e:91000 f:91000 g:91000",
                "D '1' '1.0' ''it''s'' 'X'00FF'' null '9.0e+999' '0.1'", "C 'SELECT 1'", "Z I");
        assertThat(say("P '' '" + sql + "'", "B '' '' -> 1", "E '' 0", "S")).contains(
                "D 'x010000000000000001' 'x023ff0000000000000' 'x0369742773' 'x0400ff' null 'x027ff0000000000000'"
                        + " 'x023fb999999999999a'");
    }

    @Test
    void parametersAreNumberedAndReadAsSqliteDoes() throws IOException {
        assertThat(say("P '' 'select typeof($2), typeof(:a), typeof(?), typeof(?5), $2'", "D S ''",
                "B '' '' x01fffffffffffffffe x023ff8000000000000 '''x''' null 'X''00'''", "E '' 0", "S")).contains(
                        "t 91000 91000 91000 91000 91000",
                        "D ''integer'' ''real'' ''text'' ''blob'' '-2'");
        assertThat(say("P '' 'select ?'", "B '' '' abc", "E '' 0", "S")).contains(
                "E ERROR 22P02 'invalid input syntax for type sqlite_value: \"abc\"'", "Z I");
        assertThat(say("P '' 'select ?'", "B '' '' x0100", "E '' 0", "S")).contains(
                "E ERROR 22P03 'incorrect binary data format in bind parameter 1'", "Z I");
    }

    @Test
    void parseTellsWhatPrepareTells() throws IOException {
        say("Q 'create table t(id integer primary key, a text)'");
        Map<Character, String> notice = first('N', exchange(
                "P '' 'select id, a as b, 1 from t where a = :x and id > ?; \u00e9 rest'", "S"));
        assertThat(notice).containsEntry('S', "LOG").containsEntry('C', "00S01");
        assertThat(notice.get('D')).isEqualTo("{\"columns\":[\"id\",\"b\",\"1\"],\"decl\":[\"INTEGER\",\"TEXT\",null],"
                + "\"db\":[\"main\",\"main\",null],\"table\":[\"t\",\"t\",null],\"origin\":[\"id\",\"a\",null],"
                + "\"params\":[\":x\",null],\"readonly\":true,\"explain\":false,\"kind\":\"SELECT\",\"tail\":53}");
        assertThat(first('N', exchange("P '' ' -- nothing'", "S")).get('D')).isEqualTo("{\"empty\":true,\"tail\":11}");
    }

    @Test
    void changesAreToldWhenTheyChange() throws IOException {
        say("Q 'create table t(id integer primary key, a)'");
        assertThat(say("Q 'insert into t(a) values (1), (2), (3)'")).containsExactly("C 'INSERT 0 3'",
                "S sqld.changes=3", "S sqld.last_insert_rowid=3", "S sqld.total_changes=3", "Z I");
        assertThat(say("Q 'update t set a = 9 where id = 1'")).containsExactly("C 'UPDATE 1'", "S sqld.changes=1",
                "S sqld.total_changes=4", "Z I");
        assertThat(say("Q 'select 1'")).doesNotContain("S sqld.changes=0").hasSize(4);
        assertThat(say("Q 'begin'")).containsExactly("C 'BEGIN'", "S sqld.autocommit=0", "Z T");
        assertThat(say("Q 'commit'")).containsExactly("C 'COMMIT'", "S sqld.autocommit=1", "Z I");
    }

    @Test
    void anErrorLeavesTheTransactionAsSqliteLeavesIt() throws IOException {
        say("Q 'create table t(a unique)'");
        List<Message> failed = exchange("Q 'begin; insert into t values (1); insert into t values (1)'");
        assertThat(first('E', failed)).containsEntry('e', "2067").containsEntry('M', "UNIQUE constraint failed: t.a");
        assertThat(WireText.render(failed.getLast())).isEqualTo("Z T");
        assertThat(say("Q 'insert into t values (2); commit'")).contains("C 'COMMIT'", "S sqld.autocommit=1")
                .endsWith("Z I");
        assertThat(say("Q 'select count(*) from t'")).contains("D '2'");
        assertThat(say("Q 'insert into t values (3); insert into t values (3)'")).endsWith("Z I");
        assertThat(say("Q 'select count(*) from t'")).as("each statement commits alone").contains("D '3'");
        Map<Character, String> error = first('E', exchange("Q 'select \u00e9\u00e9, nope'"));
        assertThat(error).containsEntry('e', "1").containsEntry('o', "7");
        assertThat(say("Q 'commit'").getFirst()).startsWith("E ERROR 25P01 'cannot commit - no transaction is active'");
    }

    @Test
    void rowsComeInChunksAndStatementsInterleave() throws IOException {
        say("Q 'create table t(a)'", "Q 'select 1'");
        client.readUntilReady();
        say("Q 'insert into t with recursive n(i) as (select 1 union all select i+1 from n where i<10)"
                + " select i from n'");
        say("Q 'set sqld.fetch_rows = 4'");
        assertThat(say("Q 'select a from t'")).containsExactly("T a:91000", "D '1'", "D '2'", "D '3'", "D '4'",
                "C 'SELECT 4 MORE c1'", "Z I");
        assertThat(say("P '' 'select -a from t'", "B '' '' -> 1", "E '' 0", "S")).contains("C 'SELECT 4 MORE c2'");
        assertThat(say("Q 'insert into t values (11)'")).contains("C 'INSERT 0 1'");
        assertThat(say("Q 'fetch from c1'")).containsExactly("T a:91000", "D '5'", "D '6'", "D '7'", "D '8'",
                "C 'SELECT 4 MORE c3'", "Z I");
        assertThat(say("P '' 'fetch 1 from c2'", "D S ''", "B '' '' -> 1", "E '' 0", "S")).contains("T -a:91000",
                "D 'x01fffffffffffffffb'", "C 'SELECT 1 MORE c4'");
        assertThat(say("Q 'fetch 100 from c3'").getLast()).isEqualTo("Z I");
        assertThat(say("Q 'fetch from c1'")).containsExactly("E ERROR 34000 'cursor \"c1\" does not exist'", "Z I");
        assertThat(say("Q 'nonsense'")).hasSize(2);
        assertThat(say("Q 'fetch 2 from c4'")).contains("D '-6'", "D '-7'", "C 'SELECT 2 MORE c5'");
        assertThat(say("Q 'close c5'")).containsExactly("C 'CLOSE CURSOR'", "Z I");
        assertThat(say("Q 'close c5'")).containsExactly("C 'CLOSE CURSOR'", "Z I");
        assertThat(say("Q 'fetch from c5'").getFirst()).startsWith("E ERROR 34000");
    }

    @Test
    void aChunkEndsAlsoByItsBytesAndWaitingStatementsAreBounded() throws IOException {
        String big = "Q 'with recursive n(i) as (select 1 union all select i+1 from n where i<9)"
                + " select printf(''%.*c'', 600000, ''x'') from n'";
        var names = new ArrayList<String>();
        for (int i = 0; i < 3; i++) {
            List<String> answer = say(big);
            assertThat(answer.stream().filter(line -> line.startsWith("D "))).hasSize(2);
            names.add(answer.get(answer.size() - 2));
        }
        assertThat(names).containsExactly("C 'SELECT 2 MORE c1'", "C 'SELECT 2 MORE c2'", "C 'SELECT 2 MORE c3'");
        assertThat(say(big)).anyMatch(line -> line.startsWith("E ERROR 53400 'too many statements with rows to fetch"));
        assertThat(say("Q 'close all'")).containsExactly("C 'CLOSE CURSOR ALL'", "Z I");
        assertThat(say(big)).contains("C 'SELECT 2 MORE c4'");
    }

    @Test
    void sqlIsSqlitesOwn() throws IOException {
        assertThat(say("Q 'select 1::int'").getFirst()).startsWith("E ERROR 42601 'unrecognized token");
        assertThat(say("Q 'select now()'").getFirst()).startsWith("E ERROR 42883 'no such function: now'");
        assertThat(say("P '' 'select 1; select 2'", "B '' ''", "E '' 0", "S")).contains("D '1'", "C 'SELECT 1'");
        assertThat(say("Q 'savepoint a; select 1; release a'")).endsWith("C 'RELEASE'", "Z I");
    }
}
