package io.sqld.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.service.Role;
import io.sqld.api.sql.ParameterSource;
import io.sqld.api.sql.Position;
import io.sqld.api.sql.Program;
import io.sqld.api.storage.Frame;
import io.sqld.api.storage.FrameApplier;
import io.sqld.api.storage.FrameLog;
import io.sqld.api.storage.StorageBackendFactory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every storage back end must do that can be replicated: {@link FrameLog} on a primary, {@link FrameApplier} on a
 * replica. A plugin extends it in its tests.
 */
@ExtendWith(Seeded.class)
public abstract class FrameContract {
    private static final int ACCOUNTS = 50;
    private static final long TOTAL = 1000L * ACCOUNTS;
    private static final String ALL = "SELECT * FROM t ORDER BY 1";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the test
    Path primaryDirectory;

    @TempDir
    @SuppressWarnings("NullAway.Init") // likewise
    Path replicaDirectory;

    @SuppressWarnings("NullAway.Init") // set before each test
    private TestStorage primary;

    @SuppressWarnings("NullAway.Init") // likewise
    private TestStorage replica;

    /** {@return the back end under test} */
    protected abstract StorageBackendFactory factory();

    /** {@return HOCON in the factory's section that makes it tidy up its files as often as possible} */
    protected String settings() {
        return "";
    }

    @BeforeEach
    void start() {
        primary = TestStorage.start(factory(), primaryDirectory, Role.PRIMARY, settings());
        replica = TestStorage.start(factory(), replicaDirectory, Role.REPLICA, settings());
    }

    @AfterEach
    void stop() {
        try (TestStorage first = primary; TestStorage second = replica) {
            assertThat(first).isNotSameAs(second); // both are closed, whatever happens
        }
    }

    private void restartReplica() {
        replica.close();
        replica = TestStorage.start(factory(), replicaDirectory, Role.REPLICA, settings());
    }

    private FrameLog log() {
        return primary.database().frameLog().orElseThrow();
    }

    private FrameApplier applier() {
        return replica.database().frameApplier().orElseThrow();
    }

    private void write(String... statements) {
        try (SessionRunner session = primary.session()) {
            for (String sql : statements) {
                session.run(sql);
            }
        }
    }

    /** Makes the replica equal, and both sides see so. */
    private void catchUp(String query) {
        try (SessionRunner there = primary.session(); SessionRunner here = replica.session()) {
            FrameFollower.followAll(log(), applier(), there, here, query);
        }
    }

    /** {@return the frames after what the replica has applied, once there are some} */
    private List<Frame> nextFrames() {
        var frames = new ArrayList<Frame>();
        Eventually.await("frames", () -> {
            log().read(applier().applied(), frame -> frames.add(copy(frame, UnaryOperator.identity())), 1 << 20);
            return !frames.isEmpty();
        });
        return frames;
    }

    private static Frame copy(Frame frame, UnaryOperator<byte[]> change) {
        byte[] bytes = change.apply(frame.data().toArray(ValueLayout.JAVA_BYTE));
        MemorySegment data = Arena.ofAuto().allocate(bytes.length, Long.BYTES).copyFrom(MemorySegment.ofArray(bytes));
        return new Frame(frame.number(), frame.page(), frame.databaseSizePages(), frame.checksum(), data);
    }

    private static byte[] damaged(byte[] page) {
        page[page.length / 2] ^= 1;
        return page;
    }

    private Position positionOf(Frame frame) {
        return new Position(log().head().logId(), frame.number());
    }

    private void assertRefused(ErrorCode code, Runnable action) {
        assertThatThrownBy(action::run).isInstanceOfSatisfying(SqldException.class,
                e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void onlyAPrimaryHasALogAndOnlyAReplicaApplies() {
        assertThat(primary.database().frameApplier()).isEmpty();
        assertThat(replica.database().frameLog()).isEmpty();
    }

    @Test
    void aNewReplicaTakesASnapshotAndThenFollows() {
        write("CREATE TABLE t (a)", "INSERT INTO t VALUES (1)");
        assertThat(applier().applied()).isEqualTo(Position.NONE);
        assertRefused(ErrorCode.UNAVAILABLE, () -> log().read(Position.NONE, frame -> {}, 1000));
        catchUp(ALL);
        Position first = applier().applied();
        assertThat(first.logId()).isEqualTo(log().head().logId());
        write("INSERT INTO t VALUES (2)");
        catchUp(ALL);
        assertThat(applier().applied().logId()).isEqualTo(first.logId());
        assertThat(applier().applied().frame()).isGreaterThan(first.frame());
        assertThat(applier().applied()).isEqualTo(log().head());
    }

    @Test
    void framesHaveNumbersWithoutGapsAndTransactionsAnEnd() {
        Position start = log().head();
        write("CREATE TABLE t (a)", "INSERT INTO t VALUES (zeroblob(20000))", "VACUUM", "DROP TABLE t");
        Eventually.await("everything is in the log", () -> log().head().frame() > start.frame() + 8);
        var numbers = new ArrayList<Long>();
        var commits = new ArrayList<Long>();
        Position end = log().read(start, frame -> {
            numbers.add(frame.number());
            if (frame.commits()) {
                commits.add(frame.number());
            }
        }, Long.MAX_VALUE);
        assertThat(numbers.getFirst()).isEqualTo(start.frame() + 1);
        assertThat(numbers.getLast()).isEqualTo(end.frame()).isEqualTo(commits.getLast());
        assertThat(numbers).hasSize((int) (end.frame() - start.frame())).isSorted().doesNotHaveDuplicates();
        Position one = log().read(start, frame -> {}, 1);
        assertThat(one.frame()).as("a whole transaction, however little was asked for").isEqualTo(commits.getFirst());
    }

    @Test
    void whatIsReceivedIsInvisibleUntilItIsCommitted() {
        write("CREATE TABLE t (a)");
        catchUp(ALL);
        write("INSERT INTO t VALUES (1)");
        List<Frame> frames = nextFrames();
        frames.forEach(applier()::frame);
        try (SessionRunner session = replica.session()) {
            assertThat(session.run("SELECT count(*) FROM t").integer()).isZero();
            applier().discard();
            assertThat(session.run("SELECT count(*) FROM t").integer()).isZero();
            frames.forEach(applier()::frame);
            applier().commit(positionOf(frames.getLast()));
            assertThat(session.run("SELECT count(*) FROM t").integer()).isEqualTo(1);
        }
    }

    @Test
    void readersKeepWhatTheySeeAlsoWhenASnapshotTakesThePlaceOfAll() {
        write("CREATE TABLE t (a)", "INSERT INTO t VALUES (1)");
        catchUp(ALL);
        try (SessionRunner reader = replica.session()) {
            reader.run("BEGIN");
            assertThat(reader.run("SELECT count(*) FROM t").integer()).isEqualTo(1);
            write("INSERT INTO t VALUES (2)");
            catchUp(ALL);
            assertThat(reader.run("SELECT count(*) FROM t").integer()).isEqualTo(1);
            write("DROP TABLE t", "CREATE TABLE t (a, b)");
            applier().reset();
            applier().commit(log().snapshot(applier()::frame));
            assertThat(reader.run("SELECT count(*) FROM t").integer()).isEqualTo(1);
            reader.run("COMMIT");
            assertThat(reader.run("SELECT count(*) FROM t").integer()).isZero();
        }
    }

    @Test
    void thePositionSurvivesARestart() {
        write("CREATE TABLE t (a)", "INSERT INTO t VALUES (1)");
        catchUp(ALL);
        for (int i = 0; i < 3; i++) {
            Position before = applier().applied();
            restartReplica();
            assertThat(applier().applied()).isEqualTo(before);
            write("INSERT INTO t VALUES (" + i + ")");
            catchUp(ALL);
            assertThat(applier().applied().logId()).isEqualTo(before.logId());
        }
    }

    @Test
    void aDamagedFrameIsRefusedWithEverythingReceivedAndTheRightOneTaken() {
        write("CREATE TABLE t (a)");
        catchUp(ALL);
        Position before = applier().applied();
        write("INSERT INTO t VALUES (zeroblob(9000))");
        List<Frame> frames = nextFrames();
        for (int bad = 0; bad < frames.size(); bad++) {
            frames.subList(0, bad).forEach(applier()::frame);
            Frame damaged = copy(frames.get(bad), FrameContract::damaged);
            assertRefused(ErrorCode.CORRUPT, () -> applier().frame(damaged));
            assertThat(applier().applied()).isEqualTo(before);
        }
        catchUp(ALL);
        assertThat(applier().applied()).isEqualTo(log().head());
    }

    @Test
    void missingRepeatedAndHalfTransactionsAreRefused() {
        write("CREATE TABLE t (a)");
        catchUp(ALL);
        write("INSERT INTO t VALUES (zeroblob(9000))");
        List<Frame> frames = nextFrames();
        assertThat(frames).hasSizeGreaterThan(2);
        assertRefused(ErrorCode.CORRUPT, () -> applier().frame(frames.get(1)));
        applier().frame(frames.getFirst());
        assertRefused(ErrorCode.CORRUPT, () -> applier().frame(frames.getFirst()));
        applier().frame(frames.getFirst());
        assertRefused(ErrorCode.CORRUPT, () -> applier().commit(positionOf(frames.getFirst())));
        frames.forEach(applier()::frame);
        assertRefused(ErrorCode.CORRUPT, () -> applier().commit(positionOf(frames.getFirst())));
        frames.forEach(applier()::frame);
        assertRefused(ErrorCode.CORRUPT, () -> applier().commit(
                new Position("00000000-0000-0000-0000-000000000001", frames.getLast().number())));
        catchUp(ALL);
    }

    @Test
    void aFrameOfAnotherHistoryIsRefused() {
        write("CREATE TABLE t (a)");
        catchUp(ALL);
        write("INSERT INTO t VALUES (1)");
        Frame ours = nextFrames().getFirst();
        var foreign = new Frame(ours.number(), ours.page(), ours.databaseSizePages(), ours.checksum() + 1,
                ours.data());
        assertRefused(ErrorCode.CORRUPT, () -> applier().frame(foreign));
        catchUp(ALL);
    }

    @Test
    void clientsCannotWriteOnAReplica() {
        write("CREATE TABLE t (a)", "INSERT INTO t VALUES (1)");
        catchUp(ALL);
        try (SessionRunner session = replica.session()) {
            for (String sql : List.of("INSERT INTO t VALUES (2)", "CREATE TABLE u (a)", "BEGIN IMMEDIATE", "VACUUM",
                    "PRAGMA user_version = 3", "DELETE FROM t RETURNING a")) {
                SqldException error = session.fails(sql);
                assertThat(error.code()).as(sql).isEqualTo(ErrorCode.READ_ONLY);
                assertThat(error).hasMessageContaining("replica");
            }
            assertThat(session.run("SELECT count(*) FROM t").integer()).isEqualTo(1);
        }
        write("INSERT INTO t VALUES (3)");
        catchUp(ALL);
    }

    @Test
    void aSessionSeesEveryChangeOfTheSchema() {
        write("CREATE TABLE t (a)", "INSERT INTO t VALUES (1)");
        catchUp(ALL);
        try (SessionRunner session = replica.session()) {
            assertThat(session.run("SELECT * FROM t").integer()).isEqualTo(1);
            write("ALTER TABLE t ADD COLUMN b DEFAULT 7", "VACUUM");
            catchUp(ALL);
            assertThat(session.session().describe("SELECT * FROM t", 0).columns()).hasSize(2);
            assertThat(session.run("SELECT b FROM t").integer()).isEqualTo(7);
            write("DROP TABLE t", "CREATE TABLE t (only)");
            catchUp(ALL);
            assertThat(session.fails("SELECT b FROM t")).hasMessageContaining("no such column");
        }
    }

    @Test
    void contentOfAnotherPrimaryTakesThePlaceOfAllEvenIfItsSchemaHasTheSameNumber(@TempDir Path otherDirectory) {
        write("CREATE TABLE a (x)", "CREATE TABLE t (x)", "INSERT INTO a VALUES ('wrong')", "INSERT INTO t VALUES (1)");
        catchUp(ALL);
        try (TestStorage other = TestStorage.start(factory(), otherDirectory, Role.PRIMARY, settings());
                SessionRunner session = replica.session()) {
            try (SessionRunner writer = other.session()) {
                writer.run("CREATE TABLE t (x)");
                writer.run("CREATE TABLE a (x)");
                writer.run("INSERT INTO t VALUES ('right')");
            }
            assertThat(session.run("SELECT x FROM t").integer()).isEqualTo(1);
            FrameLog otherLog = other.database().frameLog().orElseThrow();
            applier().reset();
            applier().commit(otherLog.snapshot(applier()::frame));
            assertThat(session.run("SELECT x FROM t").value()).hasToString("'right'");
            assertThat(session.run("SELECT count(*) FROM a").integer()).isZero();
            assertThat(applier().applied().logId()).isEqualTo(otherLog.head().logId());
        }
    }

    @Test
    void readersAlwaysSeeWholeTransactionsAndNeverGoBack(Seed seed) throws Exception {
        write("CREATE TABLE account (id INTEGER PRIMARY KEY, amount, filler)", "CREATE TABLE version (n)",
                "INSERT INTO version VALUES (0)",
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + ACCOUNTS
                        + ") INSERT INTO account SELECT i, 1000, zeroblob(500) FROM n");
        catchUp("SELECT count(*) FROM account");
        var stop = new AtomicBoolean();
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 3; i++) {
            threads.add(Thread.ofPlatform().start(() -> read(stop, failures)));
        }
        threads.add(Thread.ofPlatform().start(() -> transfer(seed, stop, failures)));
        var random = seed.part(1).random();
        long start = System.nanoTime();
        for (int i = 0; failures.isEmpty() && System.nanoTime() - start < 5_000_000_000L; i++) {
            if (i % 50 == 49) {
                applier().reset();
                applier().commit(log().snapshot(applier()::frame));
            }
            FrameFollower.step(log(), applier(), 1 + random.nextInt(100_000));
        }
        stop.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        catchUp("SELECT n, (SELECT sum(amount) FROM account) FROM version");
    }

    private void transfer(Seed seed, AtomicBoolean stop, Queue<Throwable> failures) {
        var random = seed.random();
        try (SessionRunner session = primary.session()) {
            while (!stop.get()) {
                int amount = random.nextInt(100);
                session.run("BEGIN IMMEDIATE");
                session.run("UPDATE account SET amount = amount - ? WHERE id = ?", amount,
                        1 + random.nextInt(ACCOUNTS));
                session.run("UPDATE account SET filler = zeroblob(?) WHERE id % 7 = ?", random.nextInt(3000),
                        random.nextInt(7));
                session.run("UPDATE account SET amount = amount + ? WHERE id = ?", amount,
                        1 + random.nextInt(ACCOUNTS));
                session.run("UPDATE version SET n = n + 1");
                session.run("COMMIT");
            }
        } catch (Throwable e) {
            failures.add(e);
        }
    }

    private void read(AtomicBoolean stop, Queue<Throwable> failures) {
        try (SessionRunner session = replica.session()) {
            long last = 0;
            while (!stop.get()) {
                session.run("BEGIN");
                StepResult first = session.run(Program.of("SELECT n FROM version", ParameterSource.NONE)).getFirst();
                if (first.error().isPresent()) { // it may meet the moment in which a snapshot takes the place of all
                    assertThat(first.error().get().code()).isEqualTo(ErrorCode.SERIALIZATION_CONFLICT);
                    session.run("ROLLBACK");
                    continue;
                }
                long version = first.integer();
                assertThat(version).isGreaterThanOrEqualTo(last);
                assertThat(session.run("SELECT sum(amount) FROM account").integer()).isEqualTo(TOTAL);
                assertThat(session.run("SELECT n FROM version").integer()).isEqualTo(version);
                session.run("COMMIT");
                last = version;
            }
        } catch (Throwable e) {
            failures.add(e);
        }
    }
}
