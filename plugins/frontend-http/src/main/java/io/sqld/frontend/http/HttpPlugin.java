package io.sqld.frontend.http;

import io.sqld.api.SqldPlugin;
import io.sqld.api.frontend.FrontendFactory;
import java.util.List;

/** Offers the front end {@code http}. */
public final class HttpPlugin implements SqldPlugin {
    /** For {@link java.util.ServiceLoader}. */
    public HttpPlugin() {}

    @Override
    public List<FrontendFactory> frontends() {
        return List.of(new HttpFrontendFactory());
    }
}
