package io.sqld.frontend.http;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.sqld.api.frontend.ClientSession;
import io.sqld.api.frontend.Gateway;
import io.sqld.api.storage.SessionRequest;
import io.sqld.frontend.http.dump.DumpTask;
import io.sqld.frontend.http.hrana.StreamOwner;
import java.util.Optional;

/**
 * {@code GET /dump}: the database as SQL. Takes a session for as long as the client reads, and within it one
 * transaction that only reads. Thread-safe.
 */
final class DumpRoute implements RouteHandler {
    private final Gateway gateway;
    private final Access access;
    private final HttpLimits limits;

    DumpRoute(Gateway gateway, Access access, HttpLimits limits) {
        this.gateway = gateway;
        this.access = access;
        this.limits = limits;
    }

    @Override
    public void handle(Request request, Responder responder) {
        StreamOwner owner = access.owner(request.headers());
        boolean preserveRowids;
        try {
            preserveRowids = Query.of(request.uri()).flag("preserve_row_ids");
        } catch (Query.InvalidQueryException e) {
            responder.text(HttpResponseStatus.BAD_REQUEST, Optional.of(ResponseHeads.UTF8_TEXT), e.message());
            return;
        }
        if (responder.refuseIfCrowded()) {
            return;
        }
        if (request.method().equals(HttpMethod.HEAD)) {
            responder.text(HttpResponseStatus.OK, Optional.of(ResponseHeads.SQL), "");
            return;
        }
        responder.bodyType(ResponseHeads.SQL);
        ClientSession session =
                gateway.open(new SessionRequest(owner.namespace(), owner.identity(), responder.client()));
        responder.onAbandoned(session::interrupt);
        session.submit(new DumpTask(
                responder.buffer(), responder, preserveRowids, limits.requestDeadline(), session::close));
    }
}
