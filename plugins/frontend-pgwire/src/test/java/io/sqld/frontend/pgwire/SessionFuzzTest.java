package io.sqld.frontend.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.frontend.pgwire.WireClient.Body;
import io.sqld.testkit.Eventually;
import io.sqld.testkit.FrontendFixture;
import io.sqld.testkit.Seed;
import io.sqld.testkit.Seeded;
import io.sqld.testkit.TestStorage;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Clients that say anything in any order: every answer is well formed, and nobody else notices. */
class SessionFuzzTest {
    private static final int CLIENTS = 150;
    private static final List<String> TEXTS = List.of(
            "select 1", "select $1", "select $2, $1", "select $2", "values (1),(2),(3)", "begin", "commit", "rollback",
            "", ";;",
            "insert into t values ($1, $2) returning a, b || 'x'", "insert into t values (1, 'one')", "select * from t",
            "select a, b from t where a = $1 limit 3", "update t set b = $1",
            "create table if not exists t(a int, b text)",
            "drop table if exists t", "savepoint s", "rollback to s", "release s", "selec", "select 'ä", "show all",
            "set application_name = 'f'", "set nosuch = 1", "select 1; select nope; select 2",
            "begin; insert into t values (2, 'x')",
            "select zeroblob(70000), 1.5, null", "copy t to stdout", "deallocate all", "discard all",
            "explain select 1", "copy t from stdin", "copy t(a) from stdin csv", "copy t from stdin binary",
            "copy t to stdout binary", "copy (select 1, 'x,y') to stdout csv header", "declare c scroll cursor for "
                    + "select * from t",
            "declare d cursor with hold for values (1), (2)", "fetch 2 from c", "fetch backward all from d",
            "move 1 from c", "close all", "prepare p as select $1 + 1", "execute p(1)", "execute p", "listen x",
            "notify x, 'y'", "select pg_notify($1, $2)", "select pg_try_advisory_lock(1)",
            "select pg_advisory_unlock_all()",
            "truncate t", "vacuum analyze t", "lock table t",
            "with recursive n(i) as (select 1 union all select i+1 from n where i < 500) select i, i * 1.1 from n");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the test
    Path directory;

    @Test
    @ExtendWith(Seeded.class)
    void everyAnswerIsWellFormedWhateverTheClientSays(Seed seed) throws IOException {
        SplittableRandom random = seed.random();
        var storage = TestStorage.start(TestStorage.storageBackend("libsql"), directory, "");
        try (var fixture = new FrontendFixture(new PgwireFactory(), "listen = \"127.0.0.1:0\"", storage, 100)) {
            fixture.frontend().start();
            try (WireClient witness = WireClient.login(fixture.address())) {
                for (int i = 0; i < CLIENTS; i++) {
                    talk(fixture, random);
                    assertThat(witness.query("select 42")).containsExactly(List.of("42"));
                }
                Eventually.await("the others' sessions close", () -> fixture.gateway().sessions() == 1);
            }
        }
    }

    private static void talk(FrontendFixture fixture, SplittableRandom random) throws IOException {
        try (WireClient client = WireClient.login(fixture.address())) {
            var said = new ArrayList<byte[]>();
            for (int i = random.nextInt(1, 15); i > 0; i--) {
                said.add(message(random));
            }
            said.add(new Body().message('S'));
            said.add(new Body().message('X'));
            for (byte[] message : said) {
                if (random.nextInt(10) == 0) {
                    client.send(Arrays.copyOf(message, 1));
                    client.send(Arrays.copyOfRange(message, 1, message.length));
                } else {
                    client.send(message);
                }
            }
            listen(client);
        }
    }

    /**
     * Reads to the end: each message must be one of the protocol's, to its last byte, and none may tell of a defect.
     */
    private static void listen(WireClient client) throws IOException {
        try {
            while (true) {
                assertThat(WireText.render(client.read())).doesNotContain("XX000");
            }
        } catch (EOFException ended) {
            assertThat(client.ended()).isTrue();
        } catch (IOException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }

    private static byte[] message(SplittableRandom random) {
        byte[] message = switch (random.nextInt(12)) {
            case 0, 1 -> new Body().string(text(random)).message('Q');
            case 2, 3 -> parse(random);
            case 4, 5 -> bind(random);
            case 6 -> new Body().int8("SPX".charAt(random.nextInt(3))).string(name(random)).message('D');
            case 7, 8 -> new Body().string(name(random)).int32(random.nextInt(-1, 4)).message('E');
            case 9 -> new Body().int8("SP".charAt(random.nextInt(2))).string(name(random)).message('C');
            case 10 -> new Body().message("SH".charAt(random.nextInt(2)));
            default -> garbage(random);
        };
        if (random.nextInt(20) == 0) {
            message[random.nextInt(5, Math.max(6, message.length)) % message.length] ^= (byte) (1 << random.nextInt(8));
        }
        return message;
    }

    private static byte[] parse(SplittableRandom random) {
        int count = random.nextInt(3);
        var body = new Body().string(name(random)).string(text(random)).int16(count);
        for (int i = 0; i < count; i++) {
            body.int32(
                    new int[] {0, 16, 17, 20, 21, 23, 25, 701, 705, 1009, 1082, 1114, 1700, 2950}[random.nextInt(14)]);
        }
        return body.message('P');
    }

    private static byte[] bind(SplittableRandom random) {
        var body = new Body().string(name(random)).string(name(random));
        int formats = random.nextInt(3);
        body.int16(formats);
        for (int i = 0; i < formats; i++) {
            body.int16(random.nextInt(2));
        }
        int values = random.nextInt(3);
        body.int16(values);
        for (int i = 0; i < values; i++) {
            var value = new byte[random.nextInt(10)];
            if (random.nextBoolean()) {
                Arrays.fill(value, (byte) '7');
            } else {
                random.nextBytes(value);
            }
            body.int32(random.nextInt(5) == 0 ? -1 : value.length);
            body.raw(value);
        }
        return body.int16(1).int16(random.nextInt(2)).message('B');
    }

    private static byte[] garbage(SplittableRandom random) {
        var bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        return new Body().raw(bytes).message("QPBEDCFdcf".charAt(random.nextInt(10)));
    }

    private static String name(SplittableRandom random) {
        return List.of("", "", "", "s1", "s2").get(random.nextInt(5));
    }

    private static String text(SplittableRandom random) {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }
}
