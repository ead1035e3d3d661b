package io.sqld.auth;

import io.sqld.api.SqldPlugin;
import io.sqld.api.auth.AuthenticatorFactory;
import io.sqld.api.command.Command;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;

/** Offers the authenticators {@code password} and {@code jwt}. */
public final class AuthPlugin implements SqldPlugin {
    /** For {@link java.util.ServiceLoader}. */
    public AuthPlugin() {}

    @Override
    public List<Command> commands() {
        return List.of(new PasswordCommand(new SecureRandom()), new TokenCommand(Clock.systemUTC()));
    }

    @Override
    public List<AuthenticatorFactory> authenticators() {
        return List.of(new PasswordFactory(), new JwtFactory());
    }
}
