package io.sqld.api.auth;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.service.Service;
import io.sqld.api.sql.NamespaceName;

import java.util.Set;

/** Decides who a client is. Thread-safe. */
public interface Authenticator extends Service {
    /**
     * {@return what it accepts; at least one, and always the same} Credentials of other kinds it refuses.
     */
    Set<AuthenticationMethod> methods();

    /**
     * {@return who it is, with its rights on {@code namespace}} Quick: reads no disk and asks no other host. Takes as
     * long for a user that does not exist as for one that does.
     *
     * @throws SqldException with {@code UNAUTHENTICATED}, with {@code PERMISSION_DENIED}, with {@code
     *     NAMESPACE_NOT_FOUND} for who may not even know that it exists, or with {@code OVERLOADED}; the message tells
     *     a stranger nothing
     */
    Identity authenticate(Credentials credentials, NamespaceName namespace);

    /**
     * Begins a login in which the password never crosses the network. Users that do not exist get one like any other,
     * with the same salt each time, that always fails at its end.
     *
     * @return the server's side of it
     * @throws SqldException with {@code UNSUPPORTED} unless {@link #methods()} has {@code SCRAM}
     */
    default ScramLogin scram(String user) {
        throw new SqldException(ErrorCode.UNSUPPORTED, "this authenticator has no SCRAM");
    }
}
