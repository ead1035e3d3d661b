package io.sqld.frontend.http;

import io.netty.handler.codec.http.HttpMethod;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the route of a path. Immutable. */
final class Router {
    private final Map<String, Route> routes;

    Router(Map<String, Route> routes) {
        this.routes = Map.copyOf(routes);
    }

    /** {@return what is at the path of {@code uri}, or null} */
    @Nullable
    Route find(String uri) {
        int start = pathStart(uri);
        int query = uri.indexOf('?', start);
        return routes.get(uri.substring(start, query < 0 ? uri.length() : query));
    }

    /** A request to a proxy names the server too: http://host/path. */
    private static int pathStart(String uri) {
        int authority = uri.startsWith("/") ? -1 : uri.indexOf("://");
        int path = authority < 0 ? 0 : uri.indexOf('/', authority + 3);
        return Math.max(path, 0);
    }

    /** {@return whether this is the question that browsers ask before they send a request to another origin} */
    static boolean isPreflight(HttpMethod method) {
        return method.equals(HttpMethod.OPTIONS);
    }
}
