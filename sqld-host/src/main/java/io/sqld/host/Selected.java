package io.sqld.host;

import io.sqld.api.service.Service;
import io.sqld.api.service.ServiceContext;
import io.sqld.api.service.ServiceFactory;

/**
 * A factory that the configuration selects, with its settings read.
 *
 * @param name of the factory
 * @param loader of its plugin
 * @param prepared makes the service
 */
public record Selected<S extends Service, C extends ServiceContext>(
        String name, ClassLoader loader, ServiceFactory.Prepared<S, C> prepared) {}
