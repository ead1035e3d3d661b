package io.sqld.example.line;

import io.sqld.api.SqldPlugin;
import io.sqld.api.frontend.FrontendFactory;
import java.util.List;

/** Offers one front end, {@code line}. */
public final class LinePlugin implements SqldPlugin {
    @Override
    public List<FrontendFactory> frontends() {
        return List.of(new LineFrontendFactory());
    }
}
