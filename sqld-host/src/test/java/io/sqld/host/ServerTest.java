package io.sqld.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sqld.api.auth.Credentials;
import io.sqld.api.auth.Identity;
import io.sqld.api.error.SqldException;
import io.sqld.api.frontend.FrontendContext;
import io.sqld.api.frontend.Listener;
import io.sqld.api.frontend.SessionTask;
import io.sqld.api.service.Role;
import io.sqld.api.service.ServerInfo;
import io.sqld.api.service.Service;
import io.sqld.api.service.ServiceContext;
import io.sqld.api.service.ServiceFactory;
import io.sqld.api.sql.NamespaceName;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Session;
import io.sqld.api.storage.SessionRequest;
import io.sqld.host.gateway.GatewayLimits;
import io.sqld.host.metric.MetricRegistry;
import io.sqld.host.metric.MetricSnapshot;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ServerTest {
    private static final ClassLoader LOADER = ServerTest.class.getClassLoader();
    private static final List<String> WHOLE_START = List.of("login start", "storage start", "replication start",
            "replication layers", "database default open CREATE", "layer around default", "first start",
            "second start");
    private static final List<String> WHOLE_CLOSE = List.of("second close", "first close", "replication close",
            "database default close", "storage close", "login close");

    @TempDir Path directory;

    private final Journal journal = new Journal();
    private final MetricRegistry metrics = new MetricRegistry();
    private @Nullable FrontendContext context;

    @Test
    void partsStartInOrderAndStopInReverse() throws Exception {
        Server server = server();
        assertThat(server.state()).isEqualTo(ServerState.NEW);
        server.start();
        assertThat(server.state()).isEqualTo(ServerState.RUNNING);
        assertThat(journal.events()).isEqualTo(WHOLE_START);
        assertThat(server.listeners()).extracting(Listener::protocol).containsExactly("first", "second");

        assertThat(server.stop()).isTrue();
        assertThat(server.state()).isEqualTo(ServerState.STOPPED);
        List<String> stop = journal.events().subList(WHOLE_START.size(), journal.events().size());
        assertThat(stop.subList(0, 2)).containsExactlyInAnyOrder("first drain", "second drain");
        assertThat(stop.subList(2, stop.size())).containsExactly("second close", "first close", "replication drain",
                "replication close", "database default close", "storage drain", "storage close", "login drain",
                "login close");
        assertThat(server.stop()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"login start,0", "storage start,1", "replication start,2", "replication layers,3",
            "database default open CREATE,4"})
    void aStartThatFailsHalfWayClosesWhatItOpenedInReverse(String failing, int begunBefore) {
        journal.fail(failing);
        Server server = server();
        assertThatThrownBy(server::start).hasMessageContaining(failing);
        assertThat(server.state()).isEqualTo(ServerState.FAILED);
        assertThat(journal.events().subList(0, begunBefore + 1)).isEqualTo(WHOLE_START.subList(0, begunBefore + 1));
        List<String> begun = List.of("login", "storage", "replication", "replication", "replication");
        List<String> closed = WHOLE_CLOSE.stream()
                .filter(event -> begun.subList(0, begunBefore + 1)
                        .contains(event.substring(0, event.indexOf(' '))))
                .toList();
        assertThat(journal.events().subList(begunBefore + 1, journal.events().size())).isEqualTo(closed);
        assertThat(server.stop()).isFalse();
        assertThatTheDirectoryIsFree();
    }

    @Test
    void everyFrontEndThatCannotStartIsReportedAtOnceAndAllIsClosed() {
        journal.fail("first start");
        journal.fail("second start");
        Server server = server();
        assertThatThrownBy(server::start).isInstanceOfSatisfying(StartException.class, e -> assertThat(e.reasons())
                .containsExactly("first start failed as asked", "second start failed as asked"));
        assertThat(journal.events()).endsWith(WHOLE_CLOSE.toArray(String[]::new));
        assertThatTheDirectoryIsFree();
    }

    @ParameterizedTest
    @ValueSource(strings = {"login", "storage", "replication", "first", "second"})
    void aServiceThatCannotBeMadeFailsTheStartAndTheRestIsClosed(String failing) {
        journal.fail(failing + " make");
        Server server = server();
        assertThatThrownBy(server::start).hasMessageContaining(failing + " cannot be made")
                .hasMessageNotContaining("\n");
        assertThat(server.state()).isEqualTo(ServerState.FAILED);
        assertThat(journal.events()).doesNotContain(failing + " close");
        if (!failing.equals("login")) {
            assertThat(journal.events()).endsWith("login close");
        }
        assertThatTheDirectoryIsFree();
    }

    @ParameterizedTest
    @ValueSource(strings = {"first drain", "first close", "replication drain", "replication close",
            "database default close", "storage drain", "storage close", "login close"})
    void aStopGoesOnWhateverFails(String failing) throws Exception {
        journal.fail(failing);
        Server server = server();
        server.start();
        assertThat(server.stop()).isEqualTo(failing.endsWith("drain"));
        assertThat(journal.events()).containsAll(WHOLE_CLOSE);
        assertThatTheDirectoryIsFree();
    }

    @Test
    void aSecondServerOnTheSameDirectoryIsRefused() throws Exception {
        Server first = server();
        first.start();
        Server second = server();
        assertThatThrownBy(second::start).isInstanceOf(StartException.class)
                .hasMessageContaining("in use")
                .hasMessageContaining(directory.resolve("data").toRealPath().toString());
        assertThat(first.stop()).isTrue();
        server().start();
    }

    @Test
    void sessionsStillOpenAtTheEndAreFailedAndAStopEndsWithinItsDeadline() throws Exception {
        Server server = server(settings(Duration.ofMillis(200)));
        server.start();
        var request = new SessionRequest(NamespaceName.DEFAULT, Identity.unrestricted("x"), "test");
        var lent = Objects.requireNonNull(context);
        lent.gateway().open(request).submit(new SessionTask() {
            @Override
            public Progress run(Session session, Runnable resume) {
                return Progress.PARKED;
            }

            @Override
            public void failed(SqldException error) {
                journal.note("task failed " + error.code());
            }
        });
        // The fake database opens no session.
        assertThat(server.stop()).isTrue();
        assertThat(journal.events()).contains("task failed INTERNAL");
    }

    @ParameterizedTest
    @CsvSource({"true, false, 0.0.0.0, true", "true, false, 192.0.2.1, true", "true, false, ::, true",
            "true, false, 127.0.0.1, false", "true, false, ::1, false", "true, false, 127.8.0.1, false",
            "true, true, 0.0.0.0, false", "false, false, 0.0.0.0, false"})
    void anOpenServerDoesNotListenToOtherMachinesUnlessToldSo(
            boolean open, boolean allowed, String host, boolean refused) {
        var address = new InetSocketAddress(host, 8080);
        var policy = new ListenPolicy(open, allowed);
        if (refused) {
            assertThatThrownBy(() -> policy.check(address, "http.listen")).isInstanceOf(SqldException.class)
                    .hasMessageContaining("http.listen")
                    .hasMessageContaining("sqld.authenticator")
                    .hasMessageContaining("sqld.allow-unauthenticated-remote")
                    .hasMessageContaining("127.0.0.1:8080");
        } else {
            policy.check(address, "http.listen");
            assertThat(policy.remoteAllowed()).isEqualTo(allowed);
        }
    }

    @Test
    void withoutAnAuthenticatorEverybodyMayDoEverything() {
        var access = new OpenAccess();
        assertThat(access.authenticate(new Credentials.Claimed("ann"), NamespaceName.DEFAULT))
                .isEqualTo(Identity.unrestricted("ann"));
        assertThat(access.authenticate(new Credentials.Claimed(""), NamespaceName.DEFAULT))
                .isEqualTo(Identity.unrestricted("anonymous"));
    }

    @Test
    void theServerCountsItsSessions() throws Exception {
        Server server = server();
        server.start();
        assertThat(metrics.snapshot()).extracting(MetricSnapshot::name)
                .contains("sqld_host_sessions_open",
                        "sqld_host_programs_open", "sqld_host_program_seconds");
        server.stop();
    }

    private void assertThatTheDirectoryIsFree() {
        try {
            DataDirectory.open(directory.resolve("data")).close();
        } catch (StartException e) {
            throw new AssertionError("the lock is still held", e);
        }
    }

    private Server server() {
        return server(settings(Duration.ofSeconds(20)));
    }

    private Server server(HostSettings settings) {
        var plan = new ServerPlan(settings, selected("storage", c -> new Fakes.Storage(journal)),
                Optional.of(selected("replication", c -> new Fakes.Replication(journal))),
                Optional.of(selected("login", c -> new Fakes.Login(journal))),
                List.of(selected("first", c -> {
                    context = c;
                    return new Fakes.Wire("first", journal);
                }), selected("second", c -> new Fakes.Wire("second", journal))));
        return new Server(plan,
                new ServerEnvironment(new ServerInfo("1", "x"), Clock.systemUTC(), metrics, () -> "id"));
    }

    private <S extends Service, C extends ServiceContext> Selected<S, C> selected(
            String name, ServiceFactory.Prepared<S, C> maker) {
        return new Selected<>(name, LOADER, c -> {
            if (journal.fails(name + " make")) {
                throw new IllegalStateException("as asked");
            }
            return maker.create(c);
        });
    }

    private HostSettings settings(Duration drainTimeout) {
        return new HostSettings(directory.resolve("data"), Path.of("plugins"), List.of("first", "second"), "login",
                false,
                "storage", Role.PRIMARY, "replication", false,
                new HostLimits(new GatewayLimits(10, 10, 10, 2, 0), 10, Duration.ZERO, Duration.ZERO),
                new SlowStatementSettings(Duration.ZERO, SlowStatementSettings.Format.TEXT, 1), drainTimeout,
                Duration.ofSeconds(5),
                LogLevel.INFO);
    }
}
