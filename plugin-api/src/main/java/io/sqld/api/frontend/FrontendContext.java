package io.sqld.api.frontend;

import io.sqld.api.auth.Authenticator;
import io.sqld.api.service.ServiceContext;
import java.net.InetSocketAddress;

/** What the host lends to a front end. */
public interface FrontendContext extends ServiceContext {
    /** {@return the way to run SQL} */
    Gateway gateway();

    /** {@return who decides about clients} */
    Authenticator authenticator();

    /**
     * Asks whether the server may listen at an address. To be called before each listener is bound.
     *
     * @param address where, resolved
     * @param key the full path of the setting that says so
     * @throws io.sqld.api.error.SqldException with {@code START_FAILED}, and what to change, if strangers could do
     *     anything there
     */
    default void checkListener(InetSocketAddress address, String key) {}
}
