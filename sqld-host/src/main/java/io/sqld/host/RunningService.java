package io.sqld.host;

import io.sqld.api.error.SqldException;
import io.sqld.api.service.Deadline;
import io.sqld.api.service.DrainResult;
import io.sqld.api.service.Service;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service under the class loader of its plugin, with its order kept: start, drain at most once, close once.
 *
 * @param <S> the service
 */
final class RunningService<S extends Service> {
    private static final Logger LOG = LoggerFactory.getLogger(RunningService.class);

    private final String name;
    private final ClassLoader loader;
    private final S service;
    private boolean started;
    private boolean drained;

    RunningService(String name, ClassLoader loader, S service) {
        this.name = name;
        this.loader = loader;
        this.service = service;
    }

    String name() {
        return name;
    }

    S service() {
        return service;
    }

    void start() throws StartException {
        try {
            ContextLoader.run(loader, service::start);
            started = true;
        } catch (SqldException e) {
            LOG.debug("{} cannot start", name, e);
            throw new StartException(e.message());
        } catch (RuntimeException | LinkageError e) {
            LOG.error("{} failed to start", name, e);
            throw new StartException(name + " failed to start, by a defect that the log shows: " + e);
        }
    }

    /** Does nothing if it never started, or the second time. */
    void drain(Deadline deadline) {
        if (!started || drained) {
            return;
        }
        drained = true;
        try {
            if (ContextLoader.call(loader, () -> service.drain(deadline)) == DrainResult.DEADLINE) {
                LOG.warn("{} still had work in hand at its deadline; it is cut", name);
            }
        } catch (RuntimeException | LinkageError e) {
            LOG.error("{} failed to drain", name, e);
        }
    }

    void close() {
        ContextLoader.run(loader, service::close);
    }
}
