package io.sqld.example.line;

import io.sqld.api.frontend.Frontend;
import io.sqld.api.frontend.FrontendContext;
import io.sqld.api.frontend.FrontendFactory;
import io.sqld.api.service.Settings;

/** Makes {@link LineFrontend}s. */
final class LineFrontendFactory implements FrontendFactory {
    @Override
    public String name() {
        return "line";
    }

    @Override
    public Prepared<Frontend, FrontendContext> configure(Settings settings) {
        LineSettings validated = LineSettings.from(settings);
        return context -> new LineFrontend(validated, context);
    }
}
