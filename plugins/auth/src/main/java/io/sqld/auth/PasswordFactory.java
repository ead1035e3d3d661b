package io.sqld.auth;

import io.sqld.api.auth.Authenticator;
import io.sqld.api.auth.AuthenticatorFactory;
import io.sqld.api.service.ServiceContext;
import io.sqld.api.service.Settings;

/** Makes the authenticator that the section {@code password} describes. */
final class PasswordFactory implements AuthenticatorFactory {
    @Override
    public String name() {
        return "password";
    }

    @Override
    public Prepared<Authenticator, ServiceContext> configure(Settings settings) {
        PasswordSettings read = PasswordSettings.read(settings);
        return context -> new PasswordAuthenticator(read, context);
    }
}
