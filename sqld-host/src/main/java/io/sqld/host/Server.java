package io.sqld.host;

import io.sqld.api.auth.Authenticator;
import io.sqld.api.error.SqldException;
import io.sqld.api.frontend.Frontend;
import io.sqld.api.frontend.Listener;
import io.sqld.api.replication.ReplicationStrategy;
import io.sqld.api.service.Deadline;
import io.sqld.api.service.DrainResult;
import io.sqld.api.service.Metrics;
import io.sqld.api.service.Service;
import io.sqld.api.service.ServiceContext;
import io.sqld.api.sql.NamespaceName;
import io.sqld.api.storage.DatabaseLayer;
import io.sqld.api.storage.OpenMode;
import io.sqld.api.storage.StorageBackend;
import io.sqld.host.gateway.OpenDatabases;
import io.sqld.host.gateway.SessionGateway;
import io.sqld.host.layer.AdmissionLayer;
import io.sqld.host.layer.DeadlineLayer;
import io.sqld.host.layer.LayerStack;
import io.sqld.host.layer.MetricsLayer;
import io.sqld.host.layer.SlowStatementLayer;
import io.sqld.host.layer.TransactionLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One server, from start to stop. {@link #start} reads in the order in which parts are made and started; {@link #stop}
 * undoes it in reverse. Thread-safe: a stop that comes during the start waits for its end.
 */
public final class Server {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    /** Of the time for a stop, what requests in hand may take; the rest is for interrupting and closing. */
    private static final double DRAIN_SHARE = 0.8;
    /** How long closing the sessions may take in any case. */
    private static final long CLOSE_GRACE_NANOS = 1_000_000_000;

    private final ServerPlan plan;
    private final ServerEnvironment environment;
    private final HostThreads threads = new HostThreads();
    private final Closer closer = new Closer();
    private final List<RunningService<Frontend>> frontends = new ArrayList<>();
    private @Nullable SessionGateway gateway;
    private Deadline stopDeadline = Deadline.NEVER;
    private volatile ServerState state = ServerState.NEW;

    /** Acquires nothing. */
    public Server(ServerPlan plan, ServerEnvironment environment) {
        this.plan = plan;
        this.environment = environment;
    }

    /** {@return where it stands} */
    public ServerState state() {
        return state;
    }

    /** {@return every address at which clients can reach it; after {@link #start}} */
    public synchronized List<Listener> listeners() {
        return frontends.stream().flatMap(frontend -> frontend.service().listeners().stream()).toList();
    }

    /**
     * Starts everything and returns when clients can connect. Called once.
     *
     * @throws StartException with every reason; what had been started has been closed again
     */
    public synchronized void start() throws StartException {
        if (state != ServerState.NEW) {
            throw new IllegalStateException("the server is " + state);
        }
        state = ServerState.STARTING;
        try {
            startParts();
            state = ServerState.RUNNING;
        } finally {
            if (state != ServerState.RUNNING) {
                stopDeadline = Deadline.after(plan.settings().drainTimeout());
                closer.close();
                state = ServerState.FAILED;
            }
        }
    }

    /**
     * Takes nothing new, lets work in hand end, interrupts what does not end in time, and closes everything. Does
     * nothing to a server that is not running.
     *
     * @return whether it has ended cleanly
     */
    public synchronized boolean stop() {
        if (state == ServerState.RUNNING) {
            state = ServerState.DRAINING;
            long timeoutNanos = plan.settings().drainTimeout().toNanos();
            stopDeadline = Deadline.afterNanos(timeoutNanos);
            drain(Deadline.afterNanos((long) (timeoutNanos * DRAIN_SHARE)));
            state = closer.close() ? ServerState.STOPPED : ServerState.FAILED;
        }
        return state != ServerState.FAILED;
    }

    private void startParts() throws StartException {
        HostSettings settings = plan.settings();
        DataDirectory directory = DataDirectory.open(settings.dataDirectory());
        closer.add("the data directory", directory::close);
        var context = new HostContext(environment.info(), settings.role(), directory.path(), threads,
                Server.class.getClassLoader(), environment.clock(), environment.metrics());

        Authenticator authenticator = startAuthenticator(context);
        StorageBackend storage = start(plan.storage(), context.in(plan.storage().loader()));
        var databases = new SharedStorage(storage);
        closer.add("the databases", databases::close);
        List<DatabaseLayer> replicationLayers = startReplication(context, databases);

        var admission = new AdmissionLayer(settings.limits().programs());
        var transactions = new TransactionLayer(settings.limits().transactionTimeout());
        LayerStack layers = LayerStack.of(new MetricsLayer(environment.metrics()), admission,
                new DeadlineLayer(settings.limits().statementTimeout()), transactions,
                slowStatements(settings.slowStatements()),
                replicationLayers);
        var layered = new OpenDatabases(name -> layers.around(name, databases.open(name, modeOf(name))));
        closer.add("the layers of the databases", layered::close);
        openDefault(layered);

        var sessions = new SessionGateway(settings.limits().gateway(), settings.namespacesEnabled(), layered,
                threads.factory("worker", plan.storage().loader()), environment.incidentIds());
        closer.add("the sessions", () -> closeSessions(sessions));
        sessions.start();
        gateway = sessions;
        registerGauges(sessions, admission, layered);

        watch(transactions);
        startFrontends(context, sessions, authenticator);
    }

    private static SlowStatementLayer slowStatements(SlowStatementSettings settings) {
        return new SlowStatementLayer(settings.threshold(), settings.format() == SlowStatementSettings.Format.JSON,
                settings.sqlCharsMax());
    }

    private void watch(TransactionLayer transactions) {
        long intervalNanos = transactions.sweepIntervalNanos();
        if (intervalNanos == 0) {
            return;
        }
        ScheduledExecutorService timer =
                Executors.newSingleThreadScheduledExecutor(
                        threads.factory("transaction-timer", getClass().getClassLoader()));
        closer.add("the timer of transactions", timer::shutdownNow);
        var _ = timer.scheduleWithFixedDelay(
                transactions::sweep, intervalNanos, intervalNanos, TimeUnit.NANOSECONDS);
    }

    private Authenticator startAuthenticator(HostContext context) throws StartException {
        if (plan.authenticator().isEmpty()) {
            return new OpenAccess();
        }
        Selected<Authenticator, ServiceContext> selected = plan.authenticator().get();
        return start(selected, context.in(selected.loader()));
    }

    private List<DatabaseLayer> startReplication(HostContext context, StorageBackend databases) throws StartException {
        if (plan.replication().isEmpty()) {
            return List.of();
        }
        var selected = plan.replication().get();
        ReplicationStrategy strategy = start(selected,
                new HostContext.ForReplication(context.in(selected.loader()), databases));
        return ContextLoader.call(selected.loader(), strategy::layers);
    }

    /** An unreadable database is found now, not by the first client. */
    private void openDefault(OpenDatabases databases) throws StartException {
        try {
            ContextLoader.run(plan.storage().loader(), () -> databases.open(NamespaceName.DEFAULT));
        } catch (SqldException e) {
            LOG.debug("The default database cannot be opened", e);
            throw new StartException(e.message());
        } catch (RuntimeException e) {
            LOG.error("The default database cannot be opened", e);
            throw new StartException("the default database cannot be opened, by a defect that the log shows: " + e);
        }
    }

    /** Starts all, whether or not one fails: every port that is taken is named at once. */
    private void startFrontends(HostContext context, SessionGateway sessions, Authenticator authenticator)
            throws StartException {
        var reasons = new ArrayList<String>();
        ListenPolicy policy = ListenPolicy.of(authenticator, plan.settings().unauthenticatedRemoteAllowed());
        for (var selected : plan.frontends()) {
            var lent = new HostContext.ForFrontend(context.in(selected.loader()), sessions, authenticator, policy);
            try {
                RunningService<Frontend> frontend = make(selected, lent);
                closer.add(selected.name(), frontend::close);
                frontend.start();
                frontends.add(frontend);
                // A front end that has not asked first: its clients are cut again at once.
                frontend.service()
                        .listeners()
                        .forEach(
                                listener -> policy.check(listener.address(), selected.name() + ".listen"));
            } catch (StartException e) {
                reasons.addAll(e.reasons());
            } catch (SqldException e) {
                reasons.add(e.message());
            }
        }
        if (!reasons.isEmpty()) {
            throw new StartException(reasons);
        }
    }

    private <S extends Service, C extends ServiceContext> S start(Selected<S, C> selected, C context)
            throws StartException {
        RunningService<S> running = make(selected, context);
        closer.add(selected.name(), () -> {
            if (state == ServerState.DRAINING) {
                running.drain(stopDeadline);
            }
            running.close();
        });
        running.start();
        return running.service();
    }

    private static <S extends Service, C extends ServiceContext> RunningService<S> make(Selected<S, C> selected,
            C context)
            throws StartException {
        try {
            S service = ContextLoader.call(selected.loader(), () -> selected.prepared().create(context));
            return new RunningService<>(selected.name(), selected.loader(), service);
        } catch (RuntimeException | LinkageError e) {
            LOG.error("{} cannot be made", selected.name(), e);
            throw new StartException(selected.name() + " cannot be made, by a defect that the log shows: " + e);
        }
    }

    /** The default database always exists; others are made on purpose, never because a client misspells a name. */
    private static OpenMode modeOf(NamespaceName namespace) {
        return namespace.equals(NamespaceName.DEFAULT) ? OpenMode.CREATE : OpenMode.EXISTING;
    }

    private void registerGauges(SessionGateway sessions, AdmissionLayer admission, OpenDatabases databases) {
        Metrics metrics = environment.metrics();
        metrics.gauge("sqld_host_sessions_open", "Open sessions.", sessions::sessions);
        metrics.gauge("sqld_host_tasks_open", "Tasks that wait or are in hand.", sessions::tasks);
        metrics.gauge("sqld_host_sessions_waiting", "Sessions with work that wait for a thread.", sessions::backlog);
        metrics.gauge("sqld_host_programs_open", "Open programs.", admission::open);
        metrics.gauge("sqld_host_databases_open", "Open databases.", databases::count);
    }

    /** All front ends at once, because they share one deadline; then what they left in the gateway. */
    private void drain(Deadline deadline) {
        var factory = threads.factory("drain", Server.class.getClassLoader());
        List<Thread> draining = frontends.stream()
                .map(frontend -> factory.newThread(() -> frontend.drain(deadline)))
                .toList();
        draining.forEach(Thread::start);
        try {
            for (Thread thread : draining) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.warn("Interrupted while draining; what is in hand is cut");
        }
        if (gateway != null && gateway.drain(deadline) == DrainResult.DEADLINE) {
            LOG.warn("{} requests are still in hand at the deadline; they are interrupted", gateway.tasks());
        }
    }

    private void closeSessions(SessionGateway sessions) {
        // Front ends may have used the time up with their goodbyes; rolling back takes none worth mentioning.
        Deadline deadline = Deadline.afterNanos(Math.max(stopDeadline.remainingNanos(), CLOSE_GRACE_NANOS));
        if (!sessions.close(deadline)) {
            throw new IllegalStateException(sessions.sessions() + " sessions did not end in time");
        }
    }
}
