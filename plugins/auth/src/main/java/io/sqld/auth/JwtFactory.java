package io.sqld.auth;

import io.sqld.api.auth.Authenticator;
import io.sqld.api.auth.AuthenticatorFactory;
import io.sqld.api.service.ServiceContext;
import io.sqld.api.service.Settings;

/** Makes the authenticator that the section {@code jwt} describes. */
final class JwtFactory implements AuthenticatorFactory {
    @Override
    public String name() {
        return "jwt";
    }

    @Override
    public Prepared<Authenticator, ServiceContext> configure(Settings settings) {
        JwtSettings read = JwtSettings.read(settings);
        return context -> new JwtAuthenticator(read, context);
    }
}
