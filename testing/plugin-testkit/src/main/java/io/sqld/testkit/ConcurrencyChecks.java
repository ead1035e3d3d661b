package io.sqld.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.api.error.ErrorFamily;
import io.sqld.api.error.SqldException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many clients at once. */
abstract class ConcurrencyChecks extends StorageChecks {
    private static final int WRITERS = 64;
    private static final int INSERTS = 25;
    private static final int ACCOUNTS = 10;

    ConcurrencyChecks(StorageBackendContract contract) {
        super(contract);
    }

    @Test
    void autocommitWritersNeverSeeBusy() throws Exception {
        session("CREATE TABLE t (writer, n, UNIQUE (writer, n))");
        var writers = new ArrayList<Callable<Long>>();
        for (int i = 0; i < WRITERS; i++) {
            int writer = i;
            writers.add(() -> insert(writer));
        }
        assertThat(all(writers)).containsOnly((long) INSERTS);
        assertThat(session().run("SELECT count(*) FROM t").integer()).isEqualTo(WRITERS * INSERTS);
    }

    private long insert(int writer) {
        try (SessionRunner session = storage().session()) {
            long changes = 0;
            for (int n = 0; n < INSERTS; n++) {
                changes += session.run("INSERT INTO t VALUES (?, ?)", writer, n).changes();
                assertThat(session.run("SELECT count(*) FROM t WHERE writer = ?", writer).integer()).isEqualTo(n + 1);
            }
            return changes;
        }
    }

    @Test
    @ExtendWith(Seeded.class)
    void transfersKeepTheirSumInEverySnapshot(Seed seed) throws Exception {
        session("CREATE TABLE account (id INTEGER PRIMARY KEY, amount)");
        for (int id = 0; id < ACCOUNTS; id++) {
            session().run("INSERT INTO account VALUES (?, 100)", id);
        }
        var done = new AtomicBoolean();
        var work = new ArrayList<Callable<Long>>();
        for (int i = 0; i < 6; i++) {
            Seed own = seed.part(i);
            String begin = i % 2 == 0 ? "BEGIN IMMEDIATE" : "BEGIN";
            work.add(() -> transfer(own.random(), begin));
        }
        try (ExecutorService watcher = Executors.newSingleThreadExecutor()) {
            Future<Long> sums = watcher.submit(() -> watch(done));
            try {
                assertThat(all(work)).allMatch(transfers -> transfers == 20);
            } finally {
                done.set(true);
            }
            assertThat(sums.get()).isPositive();
        }
        assertThat(session().run("SELECT sum(amount) FROM account").integer()).isEqualTo(100 * ACCOUNTS);
    }

    private long watch(AtomicBoolean done) {
        long reads = 0;
        try (SessionRunner session = storage().session()) {
            do {
                session.run("BEGIN");
                long first = session.run("SELECT sum(amount) FROM account WHERE id < 5").integer();
                long second = session.run("SELECT sum(amount) FROM account WHERE id >= 5").integer();
                session.run("COMMIT");
                assertThat(first + second).isEqualTo(100 * ACCOUNTS);
                reads++;
            } while (!done.get());
        }
        return reads;
    }

    private long transfer(SplittableRandom random, String begin) {
        long transfers = 0;
        try (SessionRunner session = storage().session()) {
            while (transfers < 20) {
                try {
                    session.run(begin);
                    int from = random.nextInt(ACCOUNTS);
                    long amount = session.run("SELECT amount FROM account WHERE id = ?", from).integer();
                    session.run("UPDATE account SET amount = ? WHERE id = ?", amount - 1, from);
                    session.run("UPDATE account SET amount = amount + 1 WHERE id = ?", random.nextInt(ACCOUNTS));
                    session.run("COMMIT");
                    transfers++;
                } catch (SqldException e) {
                    assertThat(e.code().family()).as(e.toString()).isEqualTo(ErrorFamily.CONFLICT);
                    session.run("ROLLBACK");
                }
            }
        }
        return transfers;
    }

    private static List<Long> all(List<Callable<Long>> work) throws InterruptedException, ExecutionException {
        var results = new ArrayList<Long>();
        try (ExecutorService threads = Executors.newFixedThreadPool(work.size())) {
            for (Future<Long> result : threads.invokeAll(work)) {
                results.add(result.get());
            }
        }
        return results;
    }
}
