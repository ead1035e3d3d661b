package io.sqld.storage.mvsqlite;

import static io.sqld.storage.mvsqlite.Node.query;
import static io.sqld.storage.mvsqlite.Node.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.sqlite.ResultCode;
import io.sqld.sqlite.SqliteConnection;
import io.sqld.sqlite.SqliteException;
import io.sqld.storage.mvsqlite.kv.Faults;
import io.sqld.storage.mvsqlite.kv.FaultyStore;
import io.sqld.storage.mvsqlite.kv.LocalStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What several clients of several nodes do at once, over a store that fails now and then, is what one client after the
 * other could have done.
 */
@ParameterizedClass
@EnumSource
class HistoryTest {
    private static final int CLIENTS = 4;
    private static final int ACCOUNTS = 12;
    private static final int EACH = 60;
    private static final Faults FAULTS = new Faults(0.05, 0.05, 0.05, 0.03, 0.03);

    private final long seed = Long.getLong("test.seed", System.nanoTime());
    private final FaultyStore store;
    private final List<Node> nodes = new ArrayList<>();
    private final ExecutorService pool = Executors.newFixedThreadPool(CLIENTS);

    HistoryTest(ConflictMode mode) {
        System.out.println("test.seed=" + seed);
        store = new FaultyStore(
                LocalStore.inMemory(InstantSource.system(), Duration.ofSeconds(5), Duration.ofSeconds(20)),
                Faults.NONE, new SplittableRandom(seed));
        nodes.add(new Node("first", store, mode, seed + 1));
        nodes.add(new Node("second", store, mode, seed + 2));
    }

    @AfterEach
    void close() {
        pool.close();
        nodes.forEach(Node::close);
        store.close();
    }

    @Test
    void moneyIsNeitherMadeNorLost() throws Exception {
        try (var setUp = nodes.getFirst().open("bank")) {
            setUp.execute("CREATE TABLE account(id INTEGER PRIMARY KEY, balance INTEGER, pad BLOB)");
            for (int i = 0; i < ACCOUNTS; i++) {
                setUp.execute("INSERT INTO account VALUES (" + i + ", 100, zeroblob(3000))");
            }
        }
        store.faults(FAULTS);
        atOnce(client -> {
            var random = new SplittableRandom(seed + client);
            try (var sqlite = nodes.get(client % nodes.size()).open("bank")) {
                for (int n = 0; n < EACH; n++) {
                    var total = attempt(sqlite, () -> value(sqlite, "SELECT sum(balance) FROM account"));
                    total.ifPresent(sum -> assertThat(sum).isEqualTo(Integer.toString(ACCOUNTS * 100)));
                    transfer(sqlite, random);
                }
            }
        });
        store.faults(Faults.NONE);
        try (var sqlite = nodes.getFirst().open("bank")) {
            assertThat(value(sqlite, "SELECT sum(balance) FROM account")).isEqualTo(Integer.toString(ACCOUNTS * 100));
            assertThat(value(sqlite, "PRAGMA integrity_check")).isEqualTo("ok");
        }
    }

    private static void transfer(SqliteConnection sqlite, RandomGenerator random) {
        int from = random.nextInt(ACCOUNTS);
        int to = (from + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
        int amount = random.nextInt(1, 20);
        attempt(sqlite, () -> {
            sqlite.execute("BEGIN; UPDATE account SET balance = balance - " + amount + " WHERE id = " + from
                    + "; UPDATE account SET balance = balance + " + amount + " WHERE id = " + to + "; COMMIT");
            return "";
        });
    }

    @Test
    void whatIsAcknowledgedIsThereOnceAndWhatIsRefusedIsNot() throws Exception {
        try (var setUp = nodes.getFirst().open("log")) {
            setUp.execute("CREATE TABLE log(id INTEGER PRIMARY KEY, client INTEGER, n INTEGER)");
        }
        var acknowledged = new ArrayList<Set<Integer>>();
        var refused = new ArrayList<Set<Integer>>();
        for (int client = 0; client < CLIENTS; client++) {
            acknowledged.add(new HashSet<>());
            refused.add(new HashSet<>());
        }
        store.faults(FAULTS);
        atOnce(client -> {
            try (var sqlite = nodes.get(client % nodes.size()).open("log")) {
                for (int n = 0; n < EACH; n++) {
                    try {
                        sqlite.execute("INSERT INTO log(client, n) VALUES (" + client + ", " + n + ")");
                        acknowledged.get(client).add(n);
                    } catch (SqliteException e) {
                        assertThat(e.code()).isIn(ResultCode.BUSY_SNAPSHOT, ResultCode.IOERR);
                        refused.get(client).add(n);
                    }
                }
            }
        });
        store.faults(Faults.NONE);
        try (var sqlite = nodes.getFirst().open("log")) {
            for (int client = 0; client < CLIENTS; client++) {
                var present = query(sqlite, "SELECT n FROM log WHERE client = " + client).stream()
                        .map(Integer::valueOf)
                        .toList();
                assertThat(present).doesNotHaveDuplicates();
                assertThat(present).containsAll(acknowledged.get(client))
                        .doesNotContainAnyElementsOf(
                                refused.get(client));
            }
            assertThat(acknowledged.stream().mapToInt(Set::size).sum()).isPositive();
        }
    }

    @Test
    void everyTransactionThatAppendsSawTheOnesBefore() throws Exception {
        try (var setUp = nodes.getFirst().open("list")) {
            setUp.execute("CREATE TABLE list(id INTEGER PRIMARY KEY, items TEXT); INSERT INTO list VALUES (1, '')");
        }
        store.faults(FAULTS);
        var seen = new ArrayList<String>();
        atOnce(client -> {
            try (var sqlite = nodes.get(client % nodes.size()).open("list")) {
                for (int n = 0; n < EACH; n++) {
                    var item = client + "." + n + " ";
                    var after = attempt(sqlite, () -> {
                        sqlite.execute("BEGIN; UPDATE list SET items = items || '" + item + "'");
                        var items = value(sqlite, "SELECT items FROM list");
                        sqlite.execute("COMMIT");
                        return items;
                    });
                    synchronized (seen) {
                        after.ifPresent(seen::add);
                    }
                }
            }
        });
        store.faults(Faults.NONE);
        try (var sqlite = nodes.getFirst().open("list")) {
            var items = value(sqlite, "SELECT items FROM list");
            assertThat(seen).isNotEmpty().allMatch(items::startsWith).doesNotHaveDuplicates();
            assertThat(List.of(items.split(" "))).doesNotHaveDuplicates().hasSize(seen.size());
        }
    }

    @Test
    void neitherOfTwoGoesOffDutyIfThatLeavesNobody() throws Exception {
        try (var setUp = nodes.getFirst().open("duty")) {
            setUp.execute("CREATE TABLE a(on_duty INTEGER); CREATE TABLE b(on_duty INTEGER);"
                    + " INSERT INTO a VALUES (1); INSERT INTO b VALUES (1)");
        }
        store.faults(FAULTS);
        atOnce(client -> {
            var mine = client % 2 == 0 ? "a" : "b";
            var other = client % 2 == 0 ? "b" : "a";
            try (var sqlite = nodes.get(client % nodes.size()).open("duty")) {
                for (int n = 0; n < EACH; n++) {
                    attempt(sqlite, () -> {
                        sqlite.execute("BEGIN; UPDATE " + mine + " SET on_duty = 1 - on_duty WHERE on_duty = 0 OR"
                                + " (SELECT on_duty FROM " + other + ") = 1; COMMIT");
                        return "";
                    });
                    var onDuty = attempt(sqlite,
                            () -> value(sqlite, "SELECT (SELECT on_duty FROM a) + (SELECT on_duty FROM b)"));
                    onDuty.ifPresent(count -> assertThat(count).isIn("1", "2"));
                }
            }
        });
    }

    /** {@return the result; empty if the transaction was refused, and then it is rolled back} */
    private static Optional<String> attempt(SqliteConnection sqlite, Supplier<String> work) {
        try {
            return Optional.of(work.get());
        } catch (SqliteException e) {
            assertThat(e.code()).isIn(ResultCode.BUSY_SNAPSHOT, ResultCode.IOERR);
            if (!sqlite.autocommit()) {
                sqlite.execute("ROLLBACK");
            }
            return Optional.empty();
        }
    }

    private interface Client {
        void run(int client) throws Exception;
    }

    private void atOnce(Client work) throws Exception {
        var done = new ArrayList<Future<?>>();
        for (int i = 0; i < CLIENTS; i++) {
            int client = i;
            Callable<Void> task = () -> {
                work.run(client);
                return null;
            };
            done.add(pool.submit(task));
        }
        for (var future : done) {
            future.get();
        }
    }
}
