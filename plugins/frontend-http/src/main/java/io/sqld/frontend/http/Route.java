package io.sqld.frontend.http;

import io.netty.handler.codec.http.HttpMethod;

/**
 * What is at a path.
 *
 * @param reads answers GET and HEAD, if {@code offersReads}
 * @param posts answers POST, if {@code offersPosts}
 */
record Route(boolean offersReads, RouteHandler reads, boolean offersPosts, RouteHandler posts) {
    private static final RouteHandler NEVER = (request, responder) -> {
        throw new IllegalStateException("the method is not offered");
    };

    static Route get(RouteHandler handler) {
        return new Route(true, handler, false, NEVER);
    }

    static Route post(RouteHandler handler) {
        return new Route(false, NEVER, true, handler);
    }

    Route andGet(RouteHandler handler) {
        return new Route(true, handler, offersPosts, posts);
    }

    boolean offers(HttpMethod method) {
        return isRead(method) ? offersReads : offersPosts && method.equals(HttpMethod.POST);
    }

    RouteHandler handler(HttpMethod method) {
        return isRead(method) ? reads : posts;
    }

    /** {@return the value of the header {@code allow}} */
    String allow() {
        return offersReads && offersPosts ? "POST,GET,HEAD" : offersReads ? "GET,HEAD" : "POST";
    }

    private static boolean isRead(HttpMethod method) {
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    }
}
