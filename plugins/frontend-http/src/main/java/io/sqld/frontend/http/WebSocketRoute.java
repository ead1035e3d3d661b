package io.sqld.frontend.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.sqld.api.frontend.Gateway;
import io.sqld.api.service.Metrics;
import io.sqld.frontend.http.hrana.HranaVersion;
import io.sqld.frontend.http.hrana.JsonMessageCodec;
import io.sqld.frontend.http.hrana.MessageCodec;
import io.sqld.frontend.http.hrana.ProtoMessageCodec;
import io.sqld.frontend.http.hrana.SocketConversation;
import io.sqld.frontend.http.json.MemoryBudget;
import io.sqld.frontend.http.websocket.Handshake;
import io.sqld.frontend.http.websocket.WebSocketConnection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** {@code GET /}: Hrana over WebSocket. Thread-safe. */
final class WebSocketRoute implements RouteHandler {
    /** A subprotocol, and how its messages are written. */
    private record Subprotocol(String name, MessageCodec codec) {}

    private final Gateway gateway;
    private final Access access;
    private final HttpSettings settings;
    private final MemoryBudget requestBudget;
    private final MemoryBudget responseBudget;
    private final Executor decoders;
    private final AtomicLong open = new AtomicLong();
    /** The best one first. */
    private final List<Subprotocol> subprotocols;
    private final MessageCodec withoutSubprotocol;

    WebSocketRoute(
            Gateway gateway,
            Access access,
            HttpSettings settings,
            MemoryBudget requestBudget,
            MemoryBudget responseBudget,
            Executor decoders,
            Metrics metrics) {
        this.gateway = gateway;
        this.access = access;
        this.settings = settings;
        this.requestBudget = requestBudget;
        this.responseBudget = responseBudget;
        this.decoders = decoders;
        this.withoutSubprotocol = json(HranaVersion.HRANA1);
        this.subprotocols = List.of(
                new Subprotocol("hrana3-protobuf", new ProtoMessageCodec(settings.limits().decode())),
                new Subprotocol("hrana3", json(HranaVersion.HRANA3)),
                new Subprotocol("hrana2", json(HranaVersion.HRANA2)),
                new Subprotocol("hrana1", withoutSubprotocol));
        metrics.gauge("sqld_http_websockets", "Open WebSockets", open::get);
    }

    @Override
    public void handle(Request request, Responder responder) {
        HttpHeaders headers = request.headers();
        if (!Handshake.wanted(headers) || !responder.upgradable() || request.body().length() > 0) {
            responder.text(HttpResponseStatus.NOT_FOUND, Optional.empty(), "");
        } else if (!Handshake.knownVersion(headers)) {
            HttpResponse head = responder.heads().text(HttpResponseStatus.UPGRADE_REQUIRED);
            head.headers().set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, Handshake.VERSION);
            responder.respond(head, "Only version " + Handshake.VERSION + " of the WebSocket protocol is supported");
        } else if (!Handshake.validKey(headers)) {
            responder.badRequest("The header sec-websocket-key is not 16 bytes in base64");
        } else {
            negotiate(headers, responder);
        }
    }

    private void negotiate(HttpHeaders headers, Responder responder) {
        HttpResponse head = responder.heads().bare(HttpResponseStatus.SWITCHING_PROTOCOLS);
        Handshake.answer(headers, head.headers());
        List<String> offered = Handshake.subprotocols(headers);
        if (offered.isEmpty()) {
            upgrade(withoutSubprotocol, headers, head, responder);
            return;
        }
        for (Subprotocol known : subprotocols) {
            String spelling = find(known.name(), offered);
            if (spelling != null) {
                head.headers().set(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, spelling);
                upgrade(known.codec(), headers, head, responder);
                return;
            }
        }
        var names = new StringBuilder("Only these WebSocket subprotocols are supported:");
        subprotocols.forEach(known -> names.append(' ').append(known.name()));
        responder.badRequest(names.toString());
    }

    private void upgrade(MessageCodec codec, HttpHeaders headers, HttpResponse head, Responder responder) {
        HttpHeaders handshake = headers.copy();
        responder.upgrade(head, (channel, outbox, gate) -> {
            open.incrementAndGet();
            channel.closeFuture().addListener(closed -> open.decrementAndGet());
            return new WebSocketConnection(
                    channel, outbox, gate::open, settings.webSocket().limits(), requestBudget, responseBudget,
                    decoders,
                    output -> new SocketConversation(
                            output, codec, gateway, jwt -> access.owner(handshake, jwt),
                            settings.webSocket().conversation()));
        });
    }

    private static @Nullable String find(String name, List<String> offered) {
        for (String candidate : offered) {
            if (candidate.equalsIgnoreCase(name)) {
                return candidate;
            }
        }
        return null;
    }

    private MessageCodec json(HranaVersion version) {
        return new JsonMessageCodec(version, settings.limits().decode());
    }
}
