package io.sqld.api.auth;

import io.sqld.api.service.ServiceContext;
import io.sqld.api.service.ServiceFactory;

/** Makes authenticators; selected by {@code sqld.authenticator}. */
public interface AuthenticatorFactory extends ServiceFactory<Authenticator, ServiceContext> {}
