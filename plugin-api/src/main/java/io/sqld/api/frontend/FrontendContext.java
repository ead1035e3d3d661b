package io.sqld.api.frontend;

import io.sqld.api.auth.Authenticator;
import io.sqld.api.service.ServiceContext;

/** What the host lends to a front end. */
public interface FrontendContext extends ServiceContext {
    /** {@return the way to run SQL} */
    Gateway gateway();

    /** {@return who decides about clients} */
    Authenticator authenticator();
}
