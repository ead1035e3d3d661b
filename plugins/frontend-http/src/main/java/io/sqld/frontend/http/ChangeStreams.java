package io.sqld.frontend.http;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.sqld.api.frontend.ClientSession;
import io.sqld.api.frontend.Gateway;
import io.sqld.api.storage.SessionRequest;
import io.sqld.frontend.http.hrana.HranaError;
import io.sqld.frontend.http.hrana.StreamOwner;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code GET /beta/listen?table=T}: server-sent events about the committed changes of one table, to all that listen.
 * Thread-safe.
 */
final class ChangeStreams {
    private static final int UNAVAILABLE = 503;

    private final Gateway gateway;
    private final ChangeSettings settings;
    private final Set<ChangeStream> open = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;

    ChangeStreams(Gateway gateway, ChangeSettings settings) {
        this.gateway = gateway;
        this.settings = settings;
    }

    /** {@return how many clients listen} */
    int count() {
        return open.size();
    }

    RouteHandler route(Access access) {
        return (request, responder) -> {
            StreamOwner owner = access.owner(request.headers());
            String table;
            Set<ChangeAction> actions;
            try {
                Query query = Query.of(request.uri());
                table = query.field("table")
                        .orElseThrow(() -> new Query.InvalidQueryException("missing field `table`"));
                actions = actions(query.all("action"));
            } catch (Query.InvalidQueryException e) {
                responder.text(HttpResponseStatus.BAD_REQUEST, Optional.of(ResponseHeads.UTF8_TEXT), e.message());
                return;
            }
            if (request.method().equals(HttpMethod.HEAD)) {
                responder.text(HttpResponseStatus.OK, Optional.of(ResponseHeads.EVENTS), "");
                return;
            }
            listen(owner, table, actions, responder);
        };
    }

    private void listen(StreamOwner owner, String table, Set<ChangeAction> actions, Responder responder) {
        if (open.size() >= settings.listenersMax() || draining) {
            responder.error(new HranaError(
                    "TOO_MANY_LISTENERS",
                    "As many clients listen as http.changes.listeners-max allows (" + settings.listenersMax()
                            + "). Try again later",
                    UNAVAILABLE));
            return;
        }
        ClientSession session =
                gateway.open(new SessionRequest(owner.namespace(), owner.identity(), responder.client()));
        var stream = new ChangeStream(table, actions, settings, responder, session, open::remove);
        open.add(stream);
        responder.bodyType(ResponseHeads.EVENTS);
        responder.onAbandoned(stream::end);
        session.submit(stream);
        if (draining) {
            stream.end();
        }
    }

    private static Set<ChangeAction> actions(List<String> names) {
        if (names.isEmpty()) {
            return ChangeAction.any();
        }
        var actions = EnumSet.noneOf(ChangeAction.class);
        for (String name : names) {
            actions.add(ChangeAction.named(name)
                    .orElseThrow(() -> new Query.InvalidQueryException("unknown variant `" + name
                            + "`, expected one of `unknown`, `delete`, `insert`, `update`")));
        }
        return actions;
    }

    /** The server stops: a stream of events would never end by itself. */
    void drain() {
        draining = true;
        open.forEach(ChangeStream::end);
    }
}
