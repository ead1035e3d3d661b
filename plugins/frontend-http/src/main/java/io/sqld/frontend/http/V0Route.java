package io.sqld.frontend.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.AsciiString;
import io.sqld.api.frontend.ClientSession;
import io.sqld.api.frontend.Gateway;
import io.sqld.api.sql.Condition;
import io.sqld.api.sql.Program;
import io.sqld.api.sql.Step;
import io.sqld.frontend.http.hrana.Operation;
import io.sqld.frontend.http.hrana.PipelineTask;
import io.sqld.frontend.http.hrana.StreamOwner;
import io.sqld.frontend.http.hrana.StreamRegistry;
import io.sqld.frontend.http.hrana.StreamUse;
import io.sqld.frontend.http.json.ChunkedBuffer;
import io.sqld.frontend.http.json.JsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code POST /}: statements that run in order until one fails. Each commits alone unless the request itself begins and
 * ends a transaction; what one leaves open is rolled back. Thread-safe.
 */
final class V0Route implements RouteHandler {
    private final Gateway gateway;
    private final Access access;
    private final StreamRegistry streams;
    private final HttpSettings settings;

    V0Route(Gateway gateway, Access access, StreamRegistry streams, HttpSettings settings) {
        this.gateway = gateway;
        this.access = access;
        this.streams = streams;
        this.settings = settings;
    }

    @Override
    public void handle(Request request, Responder responder) {
        StreamOwner owner = access.owner(request.headers());
        List<V0Decoder.Query> queries;
        try {
            queries = new V0Decoder(request.body(), settings.limits().decode()).queries();
        } catch (JsonException e) {
            refuse(e, responder);
            return;
        }
        run(queries, new StreamUse(streams, streams.single(owner), true), responder);
    }

    private void run(List<V0Decoder.Query> queries, StreamUse use, Responder responder) {
        ChunkedBuffer buffer = responder.buffer();
        var task = new PipelineTask(
                List.of(new Operation.RunBatch(program(queries), 0)),
                use,
                new V0Encoder(buffer, settings.limits().response().resultBytesMax()),
                buffer,
                responder,
                settings.limits().response(),
                settings.limits().requestDeadline());
        var checked = new V0Task(queries, task, responder, use::abort);
        Optional<ClientSession> session = use.session(gateway, responder.client(), checked);
        if (session.isPresent()) {
            responder.onAbandoned(session.get()::interrupt);
            session.get().submit(checked);
        }
    }

    private static Program program(List<V0Decoder.Query> queries) {
        var steps = new ArrayList<Step>(queries.size());
        for (int i = 0; i < queries.size(); i++) {
            Condition condition = i == 0 ? Condition.ALWAYS : new Condition.Succeeded(i - 1);
            steps.add(new Step(condition, queries.get(i).sql(), queries.get(i).arguments(), true));
        }
        return new Program(steps);
    }

    private static void refuse(JsonException error, Responder responder) {
        Optional<AsciiString> type = Optional.of(ResponseHeads.UTF8_TEXT);
        if (error.syntax()) {
            responder.text(
                    HttpResponseStatus.BAD_REQUEST, type,
                    "Failed to parse the request body as JSON: " + error.message());
        } else {
            responder.text(
                    HttpResponseStatus.UNPROCESSABLE_ENTITY,
                    type,
                    "Failed to deserialize the JSON body into the target type: " + error.message());
        }
    }
}
