package io.sqld.frontend.pgwire;

import io.sqld.api.frontend.Frontend;
import io.sqld.api.frontend.FrontendContext;
import io.sqld.api.frontend.FrontendFactory;
import io.sqld.api.service.Settings;

/** Makes the front end that the section {@code pgwire} describes. */
public final class PgwireFactory implements FrontendFactory {
    /** Makes the factory. */
    public PgwireFactory() {}

    @Override
    public String name() {
        return "pgwire";
    }

    @Override
    public Prepared<Frontend, FrontendContext> configure(Settings settings) {
        PgwireSettings read = PgwireSettings.read(settings);
        return context -> new PgwireFrontend(read, context);
    }
}
