package io.sqld.host.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.frontend.ClientSession;
import io.sqld.api.sql.NamespaceName;
import io.sqld.api.storage.Database;
import io.sqld.testkit.Eventually;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OpenDatabasesTest {
    @Test
    void sessionsShareOneDatabaseAndWaitForItsOpeningWithoutAThread() throws Exception {
        var opening = new CountDownLatch(1);
        var opened = new AtomicInteger();
        Function<NamespaceName, Database> opener = name -> {
            if (name.value().equals("slow")) {
                Eventually.await("told to open", () -> opening.getCount() == 0);
                opened.incrementAndGet();
            }
            return new FakeDatabase();
        };
        try (var rig = new GatewayRig(new GatewayLimits(100, 10, 100, 2, 0), opener)) {
            var waiting = new ArrayList<Script>();
            for (int i = 0; i < 10; i++) {
                var script = Script.done();
                rig.open("slow").submit(script);
                waiting.add(script);
            }
            // One worker opens; the other must be free, though nine sessions wait.
            var quick = Script.done();
            rig.open("quick").submit(quick);
            quick.session();
            assertThat(waiting).noneMatch(Script::ended);

            opening.countDown();
            for (Script script : waiting) {
                script.session();
            }
            assertThat(opened).hasValue(1);
        }
    }

    @Test
    void whatFailsToOpenFailsEveryTaskOfTheSessionAndTheNextSessionTriesAnew() throws Exception {
        var attempts = new AtomicInteger();
        Function<NamespaceName, Database> opener = name -> {
            if (attempts.incrementAndGet() == 1) {
                throw new SqldException(ErrorCode.NAMESPACE_NOT_FOUND, "no such database");
            }
            return new FakeDatabase();
        };
        try (var rig = new GatewayRig(GatewayRig.ROOMY, opener); ClientSession unlucky = rig.open("x")) {
            var first = Script.done();
            var second = Script.done();
            unlucky.submit(first);
            unlucky.submit(second);
            assertThat(first.error().code()).isEqualTo(ErrorCode.NAMESPACE_NOT_FOUND);
            assertThat(second.error().code()).isEqualTo(ErrorCode.NAMESPACE_NOT_FOUND);

            var third = Script.done();
            rig.open("x").submit(third);
            third.session();
            assertThat(attempts).hasValue(2);
        }
    }

    @Test
    void aDefectWhileOpeningIsAnInternalErrorAndLetsWaitersGoOn() throws Exception {
        Function<NamespaceName, Database> opener = name -> {
            throw new AssertionError("secret detail");
        };
        try (var rig = new GatewayRig(GatewayRig.ROOMY, opener); ClientSession session = rig.open("x")) {
            var script = Script.done();
            session.submit(script);
            assertThat(script.error().code()).isEqualTo(ErrorCode.INTERNAL);
            assertThat(script.error().message()).contains("cafe0001").doesNotContain("secret");
        }
    }
}
