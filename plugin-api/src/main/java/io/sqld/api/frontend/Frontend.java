package io.sqld.api.frontend;

import io.sqld.api.service.Service;

import java.util.List;

/**
 * Speaks one protocol. {@link #start()} binds its listeners; {@link #drain} takes no new connections, lets requests in
 * hand end and tells idle clients goodbye; {@link #close()} cuts the rest.
 */
public interface Frontend extends Service {
    /** {@return where it listens, after {@link #start()}} */
    List<Listener> listeners();
}
