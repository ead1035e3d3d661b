package io.sqld.host;

import io.sqld.api.auth.AuthenticationMethod;
import io.sqld.api.auth.Authenticator;
import io.sqld.api.auth.Credentials;
import io.sqld.api.auth.Identity;
import io.sqld.api.sql.NamespaceName;
import java.util.Set;

/** The authenticator {@code none}: believes everybody and lets them do everything. */
final class OpenAccess implements Authenticator {
    private static final Set<AuthenticationMethod> METHODS =
            Set.of(AuthenticationMethod.CLAIM, AuthenticationMethod.PASSWORD, AuthenticationMethod.BEARER);
    private static final String NOBODY = "anonymous";

    @Override
    public Set<AuthenticationMethod> methods() {
        return METHODS;
    }

    @Override
    public Identity authenticate(Credentials credentials, NamespaceName namespace) {
        String user = switch (credentials) {
            case Credentials.Claimed claimed -> claimed.user();
            case Credentials.Password password -> password.user();
            case Credentials.Bearer _ -> "";
        };
        return Identity.unrestricted(user.isEmpty() ? NOBODY : user);
    }

    @Override
    public void start() {}

    @Override
    public void close() {}
}
