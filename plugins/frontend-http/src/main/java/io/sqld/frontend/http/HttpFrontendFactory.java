package io.sqld.frontend.http;

import io.sqld.api.frontend.Frontend;
import io.sqld.api.frontend.FrontendContext;
import io.sqld.api.frontend.FrontendFactory;
import io.sqld.api.service.Settings;

/** Makes HTTP front ends out of the section {@code http}. */
final class HttpFrontendFactory implements FrontendFactory {
    @Override
    public String name() {
        return "http";
    }

    @Override
    public Prepared<Frontend, FrontendContext> configure(Settings settings) {
        HttpSettings http = HttpSettings.read(settings);
        return context -> new HttpFrontend(http, context);
    }
}
