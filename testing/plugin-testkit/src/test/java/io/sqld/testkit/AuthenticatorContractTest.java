package io.sqld.testkit;

import io.sqld.api.auth.Authenticator;
import io.sqld.api.auth.AuthenticatorFactory;
import io.sqld.api.auth.Credentials;
import io.sqld.api.service.Secret;
import io.sqld.api.service.ServiceContext;
import io.sqld.api.service.Settings;
import java.util.List;

/** The testkit's own authenticator keeps the contract that it is meant to stand in for. */
class AuthenticatorContractTest extends AuthenticatorContract {
    @Override
    protected AuthenticatorFactory factory() {
        return new AuthenticatorFactory() {
            @Override
            public String name() {
                return "one-user";
            }

            @Override
            public Prepared<Authenticator, ServiceContext> configure(Settings settings) {
                String password = settings.secret("password").map(Secret::reveal).orElse("");
                return context -> TestAuthenticator.password("ann", password);
            }
        };
    }

    @Override
    protected String settings() {
        return "password = hunter2";
    }

    @Override
    protected List<Credentials> accepted() {
        return List.of(new Credentials.Password("ann", Secret.of("hunter2")));
    }

    @Override
    protected List<Credentials> refused() {
        return List.of(new Credentials.Password("ann", Secret.of("hunter3")),
                new Credentials.Password("bob", Secret.of("hunter2")), new Credentials.Claimed("ann"),
                new Credentials.Bearer(Secret.of("hunter2")));
    }
}
