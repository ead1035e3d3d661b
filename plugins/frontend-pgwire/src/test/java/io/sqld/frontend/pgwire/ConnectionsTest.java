package io.sqld.frontend.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.api.service.Deadline;
import io.sqld.api.service.DrainResult;
import io.sqld.frontend.pgwire.WireClient.Body;
import io.sqld.frontend.pgwire.WireClient.Message;
import io.sqld.testkit.Eventually;
import io.sqld.testkit.FrontendFixture;
import io.sqld.testkit.TestStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What concerns whole connections: their number, their start and end, and cancelling what they do. */
class ConnectionsTest {
    private static final String FOREVER =
            "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n";
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the test
    Path directory;

    private FrontendFixture start(String settings) {
        var storage = TestStorage.start(TestStorage.storageBackend("libsql"), directory, "");
        var fixture = new FrontendFixture(new PgwireFactory(), "listen = \"127.0.0.1:0\"\n" + settings, storage, 1000);
        fixture.frontend().start();
        return fixture;
    }

    @Test
    void aClientTooManyIsToldAndTheNextServedWhenOneLeaves() throws IOException {
        try (FrontendFixture fixture = start("connections-max = 1")) {
            try (WireClient first = WireClient.login(fixture.address());
                    WireClient second = WireClient.connect(fixture.address())) {
                second.send(WireClient.startup(0x30000, Map.of("user", "u")));
                assertThat(second.readText()).isEqualTo("E FATAL 53300 'sorry, too many clients already'");
                assertThat(second.readText()).isEqualTo("EOF");
                assertThat(first.query("select 1")).hasSize(1);
            }
            Eventually.await("there is room", () -> {
                try (WireClient third = WireClient.login(fixture.address())) {
                    return third.query("select 1").size() == 1;
                } catch (IOException stillFull) {
                    return false;
                }
            });
        }
    }

    @Test
    void aStrangerWhoSaysNothingIsCutAfterTheAuthenticationTimeout() throws IOException {
        try (FrontendFixture fixture = start("authentication-timeout = 100ms");
                WireClient silent = WireClient.connect(fixture.address());
                WireClient slow = WireClient.connect(fixture.address())) {
            slow.send(new byte[] {0, 0, 0, 20, 0});
            assertThat(silent.ended()).isTrue();
            assertThat(slow.ended()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x30000, 0x30002})
    void aCancelRequestWithTheRightKeyStopsTheStatement(int version) throws IOException {
        try (FrontendFixture fixture = start(""); WireClient client = WireClient.connect(fixture.address())) {
            client.send(WireClient.startup(version, Map.of("user", "u")));
            byte[] key = client.readUntilReady()
                    .stream()
                    .filter(m -> m.type() == 'K')
                    .findFirst()
                    .map(ConnectionsTest::bytes)
                    .orElseThrow();
            assertThat(key).hasSize(version == 0x30000 ? 8 : 36);
            client.sendOnly(FOREVER);
            byte[] wrong = key.clone();
            wrong[wrong.length - 1] ^= 1;
            cancel(fixture, wrong);
            var answer = CompletableFuture.supplyAsync(() -> answer(client));
            Eventually.await("it is cancelled", () -> {
                assertThat(answer).isNotCompletedExceptionally();
                cancel(fixture, key);
                return answer.isDone();
            });
            assertThat(answer.join()).isEqualTo("E ERROR 57014 'canceling statement due to user request'");
            assertThat(client.readText()).isEqualTo("Z I");
        }
    }

    private static String answer(WireClient client) {
        try {
            return client.readText();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] bytes(Message message) {
        ByteBuffer body = message.body();
        var bytes = new byte[body.remaining()];
        body.get(bytes);
        return bytes;
    }

    private static void cancel(FrontendFixture fixture, byte[] key) {
        try (WireClient canceller = WireClient.connect(fixture.address())) {
            canceller.send(new Body().int32(80_877_102).raw(key).packet());
            assertThat(canceller.ended()).isTrue();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void moreThanMayWaitIsNotReadUntilTheSessionHasCaughtUp() throws Exception {
        try (FrontendFixture fixture = start("pending-bytes-max = 1KiB");
                WireClient client = WireClient.login(fixture.address())) {
            int queries = 5_000;
            var sender = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < queries; i++) {
                    try {
                        client.sendOnly("select " + i);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                }
            });
            for (int i = 0; i < queries; i++) {
                assertThat(WireText.render(client.readUntilReady().get(1))).isEqualTo("D '" + i + "'");
            }
            sender.get();
        }
    }

    @Test
    void aDrainingServerLetsATransactionEndAndSaysWhyItLeaves() throws IOException {
        try (FrontendFixture fixture = start("");
                WireClient idle = WireClient.login(fixture.address());
                WireClient busy = WireClient.login(fixture.address())) {
            busy.query("create table t(a)");
            busy.query("begin");
            var drained = CompletableFuture.supplyAsync(() -> fixture.frontend().drain(Deadline.after(SOON)));
            String goodbye = "E FATAL 57P01 'terminating connection due to administrator command'";
            assertThat(idle.readText()).isEqualTo(goodbye);
            assertThat(idle.readText()).isEqualTo("EOF");
            busy.query("insert into t values (1)");
            busy.query("commit");
            assertThat(busy.readText()).isEqualTo(goodbye);
            assertThat(busy.readText()).isEqualTo("EOF");
            assertThat(drained.join()).isEqualTo(DrainResult.DRAINED);
        }
    }

    @Test
    void whoeverIsLeftWhenTheServerClosesIsToldWhy() throws IOException {
        try (FrontendFixture fixture = start(""); WireClient busy = WireClient.login(fixture.address())) {
            busy.query("begin");
            assertThat(fixture.frontend().drain(Deadline.after(Duration.ofMillis(50)))).isEqualTo(DrainResult.DEADLINE);
            fixture.frontend().close();
            assertThat(busy.readText()).startsWith("E FATAL 57P01");
            assertThat(busy.readText()).isEqualTo("EOF");
        }
    }
}
