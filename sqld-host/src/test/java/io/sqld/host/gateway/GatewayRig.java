package io.sqld.host.gateway;

import io.sqld.api.auth.Identity;
import io.sqld.api.frontend.ClientSession;
import io.sqld.api.service.Deadline;
import io.sqld.api.sql.NamespaceName;
import io.sqld.api.storage.Database;
import io.sqld.api.storage.SessionRequest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A gateway on fake databases. */
final class GatewayRig implements AutoCloseable {
    static final GatewayLimits ROOMY = new GatewayLimits(1_000, 1_000, 100_000, 4, 0);

    final FakeDatabase database = new FakeDatabase();
    final SessionGateway gateway;
    private final AtomicInteger threads = new AtomicInteger();

    GatewayRig(GatewayLimits limits) {
        this(limits, null);
    }

    GatewayRig(GatewayLimits limits, @Nullable Function<NamespaceName, Database> opener) {
        gateway = new SessionGateway(limits, true, new OpenDatabases(opener == null ? name -> database : opener),
                task -> Thread.ofPlatform().daemon().name("worker-" + threads.incrementAndGet()).unstarted(task),
                () -> "cafe0001");
        gateway.start();
    }

    static GatewayRig withThreads(int threads) {
        return new GatewayRig(new GatewayLimits(1_000, 1_000, 100_000, threads, 0));
    }

    ClientSession open() {
        return open("default");
    }

    ClientSession open(String namespace) {
        return gateway.open(new SessionRequest(gateway.namespace(namespace), Identity.unrestricted("x"), "test"));
    }

    @Override
    public void close() {
        if (!gateway.close(Deadline.after(Duration.ofSeconds(30)))) {
            throw new AssertionError("sessions or workers did not end");
        }
    }
}
