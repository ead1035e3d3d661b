package io.sqld.frontend.pgwire;

import io.sqld.api.SqldPlugin;
import io.sqld.api.frontend.FrontendFactory;
import java.util.List;

/** The plugin. */
public final class PgwirePlugin implements SqldPlugin {
    /** Called by the plugin loader. */
    public PgwirePlugin() {}

    @Override
    public List<FrontendFactory> frontends() {
        return List.of(new PgwireFactory());
    }
}
