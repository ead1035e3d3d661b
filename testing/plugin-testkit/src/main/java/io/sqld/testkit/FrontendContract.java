package io.sqld.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.frontend.Frontend;
import io.sqld.api.frontend.FrontendFactory;
import io.sqld.api.service.Deadline;
import io.sqld.api.service.DrainResult;
import io.sqld.api.storage.StorageBackendFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every front end must do, on real sockets and a real database. A plugin extends it in its tests, with a small
 * client of its protocol.
 */
public abstract class FrontendContract {
    private static final String FOREVER =
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
    private static final String HUGE =
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000000) "
                    + "SELECT i, hex(zeroblob(200)) FROM n";
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the test
    Path directory;

    /** {@return the front end under test} */
    protected abstract FrontendFactory factory();

    /** {@return HOCON in the factory's section that makes it listen at {@code port} of the loopback address} */
    protected abstract String settings(int port);

    /** {@return further HOCON that makes it cut a client that has read nothing for about a second} */
    protected abstract String stallSettings();

    /** {@return a connected client} */
    protected abstract FrontendClient connect(InetSocketAddress address) throws IOException;

    /** {@return the storage that the tests run on, the bundled one unless overridden} */
    protected StorageBackendFactory storage() {
        return TestStorage.storageBackend("libsql");
    }

    @Test
    void itSaysWhereItListensAndServesThere() throws IOException {
        try (FrontendFixture fixture = start("")) {
            assertThat(fixture.frontend().listeners()).isNotEmpty().allSatisfy(listener -> {
                assertThat(listener.address().getPort()).isPositive();
                assertThat(listener.protocol()).isNotBlank();
            });
            try (FrontendClient client = connect(fixture.address())) {
                assertThat(client.query("SELECT 42")).containsExactly(List.of("42"));
            }
        }
    }

    @Test
    void aTakenPortIsOneLineThatNamesIt() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                FrontendFixture fixture = new FrontendFixture(factory(), settings(taken.getLocalPort()),
                        TestStorage.start(storage(), directory, ""), 100)) {
            assertThatExceptionOfType(SqldException.class).isThrownBy(fixture.frontend()::start)
                    .returns(ErrorCode.START_FAILED, SqldException::code)
                    .satisfies(e -> assertThat(e.message()).doesNotContain("\n")
                            .contains(Integer.toString(taken.getLocalPort())));
        }
    }

    @Test
    void itCanBeClosedWithoutAStartAndTwice() {
        try (FrontendFixture fixture = new FrontendFixture(factory(), settings(0),
                TestStorage.start(storage(), directory, ""), 100)) {
            assertThatNoException().isThrownBy(() -> {
                fixture.frontend().close();
                fixture.frontend().close();
            });
        }
    }

    @Test
    void nobodyAnswersAfterItIsClosed() throws IOException {
        try (FrontendFixture fixture = start("")) {
            InetSocketAddress address = fixture.address();
            fixture.frontend().close();
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> {
                try (FrontendClient client = connect(address)) {
                    client.query("SELECT 1");
                }
            });
        }
    }

    @Test
    void anErrorLeavesTheClientUsable() throws IOException {
        try (FrontendFixture fixture = start(""); FrontendClient client = connect(fixture.address())) {
            for (String bad : List.of("SELECT nope", "SELEC 1", "SELECT abs(-9223372036854775808)")) {
                assertThatExceptionOfType(FrontendClient.Refused.class).isThrownBy(() -> client.query(bad));
                assertThat(client.query("SELECT 1")).containsExactly(List.of("1"));
            }
        }
    }

    @Test
    void everyClientSeesWhatAnotherWrote() throws IOException {
        try (FrontendFixture fixture = start("");
                FrontendClient writer = connect(fixture.address());
                FrontendClient reader = connect(fixture.address())) {
            writer.query("CREATE TABLE t (a)");
            for (int i = 1; i <= 20; i++) {
                writer.query("INSERT INTO t VALUES (" + i + ")");
                assertThat(reader.query("SELECT count(*) FROM t")).containsExactly(List.of(Integer.toString(i)));
            }
        }
    }

    @Test
    void aClientThatGoesAwayLeavesNothingBehind() throws IOException {
        try (FrontendFixture fixture = start("")) {
            try (FrontendClient client = connect(fixture.address())) {
                client.query("CREATE TABLE t (a)");
            }
            for (String last : List.of(FOREVER, HUGE)) {
                FrontendClient client = connect(fixture.address());
                client.sendOnly(last);
                Eventually.await("the statement runs", () -> fixture.gateway().sessions() > 0);
                client.close();
                Eventually.await("its session closes", SOON, () -> fixture.gateway().sessions() == 0);
            }
            try (FrontendClient client = connect(fixture.address())) {
                assertThat(client.query("INSERT INTO t VALUES (1) RETURNING a")).containsExactly(List.of("1"));
            }
        }
    }

    @Test
    void aServerThatIsFullSaysSoAndGoesOn() throws IOException {
        try (FrontendFixture fixture = new FrontendFixture(factory(), settings(0),
                TestStorage.start(storage(), directory, ""), 1)) {
            fixture.frontend().start();
            FrontendClient busy = connect(fixture.address());
            busy.sendOnly(FOREVER);
            Eventually.await("the first session is open", () -> fixture.gateway().sessions() == 1);
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> {
                try (FrontendClient second = connect(fixture.address())) {
                    second.query("SELECT 1");
                }
            });
            busy.close();
            Eventually.await("the first session closes", SOON, () -> fixture.gateway().sessions() == 0);
            try (FrontendClient third = connect(fixture.address())) {
                assertThat(third.query("SELECT 1")).containsExactly(List.of("1"));
            }
        }
    }

    @Test
    void manyClientsAreServedAtOnce() throws Exception {
        try (FrontendFixture fixture = start(""); ExecutorService threads = Executors.newFixedThreadPool(16)) {
            try (FrontendClient client = connect(fixture.address())) {
                client.query("CREATE TABLE t (a)");
            }
            var answers = new ArrayList<Future<List<List<String>>>>();
            for (int i = 0; i < 64; i++) {
                int value = i;
                answers.add(threads.submit(() -> {
                    try (FrontendClient client = connect(fixture.address())) {
                        client.query("INSERT INTO t VALUES (" + value + ")");
                        return client.query("SELECT a FROM t WHERE a = " + value);
                    }
                }));
            }
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).get()).containsExactly(List.of(Integer.toString(i)));
            }
        }
    }

    @Test
    void aLargeResultArrivesWhole() throws IOException {
        try (FrontendFixture fixture = start(""); FrontendClient client = connect(fixture.address())) {
            List<List<String>> rows = client.query(
                    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000) "
                            + "SELECT i, printf('%0300d', i) FROM n");
            assertThat(rows).hasSize(60_000);
            for (int i = 1; i <= rows.size(); i++) {
                String number = Integer.toString(i);
                assertThat(rows.get(i - 1)).containsExactly(number, "0".repeat(300 - number.length()) + number);
            }
        }
    }

    @Test
    void aClientThatDoesNotReadIsCutAndOthersDoNotNotice() throws IOException {
        try (FrontendFixture fixture = start(stallSettings());
                FrontendClient slow = connect(fixture.address());
                FrontendClient other = connect(fixture.address())) {
            other.query("CREATE TABLE t (a)");
            long idle = fixture.gateway().sessions();
            slow.sendOnly(HUGE);
            Eventually.await("the slow client is cut", SOON, () -> {
                answers(other);
                return fixture.gateway().sessions() < Math.max(idle, 1);
            });
            answers(other);
        }
    }

    private static void answers(FrontendClient client) {
        try {
            assertThat(client.query("SELECT 1")).containsExactly(List.of("1"));
        } catch (IOException e) {
            throw new AssertionError("another client was disturbed", e);
        }
    }

    @Test
    void drainingLetsIdleClientsGoAndTakesNoNewOnes() throws IOException {
        try (FrontendFixture fixture = start(""); FrontendClient idle = connect(fixture.address())) {
            idle.query("SELECT 1");
            assertThat(fixture.frontend().drain(Deadline.after(SOON))).isEqualTo(DrainResult.DRAINED);
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> {
                try (FrontendClient late = connect(fixture.address())) {
                    late.query("SELECT 1");
                }
            });
        }
    }

    @Test
    void drainingEndsAtItsDeadline() throws IOException {
        try (FrontendFixture fixture = start(""); FrontendClient busy = connect(fixture.address())) {
            busy.sendOnly(FOREVER);
            Eventually.await("the statement runs", () -> fixture.gateway().sessions() > 0);
            assertThat(fixture.frontend().drain(Deadline.after(Duration.ofMillis(200))))
                    .isEqualTo(DrainResult.DEADLINE);
        }
    }

    @Test
    @ExtendWith(Seeded.class)
    void garbageHurtsNobodyElse(Seed seed) throws IOException {
        try (FrontendFixture fixture = start("")) {
            SplittableRandom random = seed.random();
            for (int i = 0; i < 50; i++) {
                byte[] garbage = new byte[random.nextInt(1, 2_000)];
                random.nextBytes(garbage);
                throwAt(fixture.address(), garbage);
            }
            try (FrontendClient client = connect(fixture.address())) {
                assertThat(client.query("SELECT 1")).containsExactly(List.of("1"));
            }
            Eventually.await("sessions close", SOON, () -> fixture.gateway().sessions() == 0);
        }
    }

    private static void throwAt(InetSocketAddress address, byte[] garbage) throws IOException {
        try (var socket = new Socket(address.getAddress(), address.getPort())) {
            socket.getOutputStream().write(garbage);
        } catch (IOException cutByTheServer) {
            assertThat(cutByTheServer).hasMessageNotContaining("refused");
        }
    }

    private FrontendFixture start(String further) {
        var fixture = new FrontendFixture(factory(), settings(0) + "\n" + further,
                TestStorage.start(storage(), directory, ""), 1_000);
        Frontend frontend = fixture.frontend();
        try {
            frontend.start();
            return fixture;
        } catch (RuntimeException | Error e) {
            fixture.close();
            throw e;
        }
    }
}
