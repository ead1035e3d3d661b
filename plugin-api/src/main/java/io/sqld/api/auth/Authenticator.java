package io.sqld.api.auth;

import io.sqld.api.service.Service;
import io.sqld.api.sql.NamespaceName;

/** Decides who a client is. Thread-safe. */
public interface Authenticator extends Service {
    /**
     * {@return who it is, with its rights on {@code namespace}} Quick: reads no disk and asks no other host.
     *
     * @throws io.sqld.api.error.SqldException with {@code UNAUTHENTICATED} or {@code PERMISSION_DENIED}; the message
     *     tells a stranger nothing
     */
    Identity authenticate(Credentials credentials, NamespaceName namespace);
}
