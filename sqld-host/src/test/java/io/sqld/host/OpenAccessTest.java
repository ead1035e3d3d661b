package io.sqld.host;

import io.sqld.api.auth.Authenticator;
import io.sqld.api.auth.AuthenticatorFactory;
import io.sqld.api.auth.Credentials;
import io.sqld.api.service.Secret;
import io.sqld.api.service.ServiceContext;
import io.sqld.api.service.Settings;
import io.sqld.testkit.AuthenticatorContract;
import java.util.List;

class OpenAccessTest extends AuthenticatorContract {
    @Override
    protected AuthenticatorFactory factory() {
        return new AuthenticatorFactory() {
            @Override
            public String name() {
                return "nobody-asked";
            }

            @Override
            public Prepared<Authenticator, ServiceContext> configure(Settings settings) {
                return context -> new OpenAccess();
            }
        };
    }

    @Override
    protected String settings() {
        return "";
    }

    @Override
    protected List<Credentials> accepted() {
        return List.of(new Credentials.Claimed(""), new Credentials.Claimed("ann"),
                new Credentials.Password("ann", Secret.of("x")), new Credentials.Bearer(Secret.of("x")));
    }

    @Override
    protected List<Credentials> refused() {
        return List.of();
    }
}
