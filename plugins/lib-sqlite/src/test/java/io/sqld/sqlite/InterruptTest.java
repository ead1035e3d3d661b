package io.sqld.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sqld.testkit.Seed;
import io.sqld.testkit.Seeded;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Other threads may interrupt a connection, whatever it does, and do nothing else with it. */
@ParameterizedClass
@EnumSource
@Timeout(60)
class InterruptTest {
    private static final String ENDLESS =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

    private final TestConnection connection;
    private final SqliteConnection sqlite;
    private final ExecutorService other = Executors.newSingleThreadExecutor();

    InterruptTest(TestLibrary library) {
        connection = TestConnection.inMemory(library);
        sqlite = connection.sqlite();
    }

    @AfterEach
    void close() throws InterruptedException {
        other.shutdown();
        assertThat(other.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        connection.close();
    }

    @Test
    void aRunningStatementIsInterrupted() {
        var running = new CountDownLatch(1);
        sqlite.progressHandler(1000, () -> {
            running.countDown();
            return true;
        });
        other.execute(() -> {
            await(running);
            sqlite.interrupt();
        });
        var error = catchThrowableOfType(SqliteException.class, () -> sqlite.execute(ENDLESS));
        assertThat(error.code()).isEqualTo(ResultCode.INTERRUPT);
        assertThat(error.message()).isEqualTo("interrupted");
        sqlite.progressHandler(0, null);
        assertThat(connection.value("SELECT 1")).isEqualTo("1");
    }

    @Test
    void anInterruptWithNothingRunningDoesNothing() {
        sqlite.interrupt();
        assertThat(connection.value("SELECT 1")).isEqualTo("1");
    }

    @Test
    @ExtendWith(Seeded.class)
    void interruptingRacesSafelyWithClosing(Seed seed) throws Exception {
        var random = seed.random();
        for (int i = 0; i < 1000; i++) {
            var raced = connection.library().open(":memory:", TestConnection.READ_WRITE);
            var closed = new AtomicBoolean();
            var started = new CountDownLatch(1);
            var interrupter = other.submit(() -> {
                started.countDown();
                for (int after = 0; after < 3;) {
                    raced.interrupt();
                    after += closed.get() ? 1 : 0;
                }
            });
            started.await();
            for (int spins = random.nextInt(2000); spins > 0; spins--) {
                Thread.onSpinWait();
            }
            raced.close();
            closed.set(true);
            interrupter.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void useByTwoThreadsAtOnceIsNoticed() throws Exception {
        var inside = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        sqlite.progressHandler(1, () -> {
            inside.countDown();
            return await(goOn);
        });
        var running = other.submit(() -> sqlite.execute("CREATE TABLE t(a)"));
        inside.await();
        assertThatThrownBy(() -> sqlite.execute("SELECT 1")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(sqlite::close).isInstanceOf(IllegalStateException.class);
        goOn.countDown();
        running.get(30, TimeUnit.SECONDS);
        sqlite.progressHandler(0, null);
        assertThat(connection.value("SELECT count(*) FROM t")).isEqualTo("0");
    }

    @Test
    void useByAnotherThreadDuringALongStepIsNoticed() throws Exception {
        var inside = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        try (var blocker =
                connection.library().open("file:blocked?mode=memory", TestConnection.READ_WRITE | OpenFlag.URI)) {
            blocker.createFunction("block", 0, FunctionFlag.NONE, call -> {
                inside.countDown();
                await(goOn);
            });
            var statement = blocker.prepare("SELECT block(), 1", 0, false).statement().orElseThrow();
            var running = other.submit(statement::step);
            inside.await();
            assertThatThrownBy(statement::close).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(statement::reset).isInstanceOf(IllegalStateException.class);
            goOn.countDown();
            assertThat(running.get(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
