package io.sqld.frontend.http;

/** Answers the requests of one route. */
@FunctionalInterface
interface RouteHandler {
    /** Called on the event loop; must not block. The answer may come later and from any thread. */
    void handle(Request request, Responder responder);
}
