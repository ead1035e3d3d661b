package io.sqld.api.frontend;

import io.sqld.api.service.ServiceFactory;

/** Makes front ends; selected by {@code sqld.frontends}. */
public interface FrontendFactory extends ServiceFactory<Frontend, FrontendContext> {}
