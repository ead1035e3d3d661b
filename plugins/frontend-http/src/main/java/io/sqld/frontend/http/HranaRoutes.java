package io.sqld.frontend.http;

import io.netty.util.AsciiString;
import io.sqld.api.frontend.ClientSession;
import io.sqld.api.frontend.Gateway;
import io.sqld.frontend.http.hrana.Batch;
import io.sqld.frontend.http.hrana.BodyCodec;
import io.sqld.frontend.http.hrana.CursorRequest;
import io.sqld.frontend.http.hrana.HranaJsonDecoder;
import io.sqld.frontend.http.hrana.HranaStream;
import io.sqld.frontend.http.hrana.HranaVersion;
import io.sqld.frontend.http.hrana.PipelineEncoder;
import io.sqld.frontend.http.hrana.PipelineRequest;
import io.sqld.frontend.http.hrana.PipelineTask;
import io.sqld.frontend.http.hrana.Plan;
import io.sqld.frontend.http.hrana.ProtocolException;
import io.sqld.frontend.http.hrana.SingleResultEncoder;
import io.sqld.frontend.http.hrana.Statement;
import io.sqld.frontend.http.hrana.StreamException;
import io.sqld.frontend.http.hrana.StreamOwner;
import io.sqld.frontend.http.hrana.StreamRegistry;
import io.sqld.frontend.http.hrana.StreamUse;
import io.sqld.frontend.http.json.ChunkedBuffer;
import java.util.Optional;

/** The routes that speak Hrana: pipelines, cursors, and the stateless requests of version 1. Thread-safe. */
final class HranaRoutes {
    private final Gateway gateway;
    private final Access access;
    private final StreamRegistry streams;
    private final HttpSettings settings;

    HranaRoutes(Gateway gateway, Access access, StreamRegistry streams, HttpSettings settings) {
        this.gateway = gateway;
        this.access = access;
        this.streams = streams;
        this.settings = settings;
    }

    /** {@return the route of pipelines in one encoding} */
    RouteHandler pipeline(BodyCodec codec) {
        AsciiString type = AsciiString.cached(codec.pipelineType());
        return (request, responder) -> answer(responder, () -> {
            StreamOwner owner = access.owner(request.headers());
            PipelineRequest pipeline = codec.pipeline(request.body().bytes(), request.body().length());
            boolean single = pipeline.baton().isEmpty() && Plan.closes(pipeline.requests());
            HranaStream stream = single ? streams.single(owner) : open(pipeline.baton(), owner);
            var use = new StreamUse(streams, stream, Plan.closes(pipeline.requests()));
            Plan plan = use.plan(pipeline.requests());
            responder.bodyType(type);
            ChunkedBuffer buffer = responder.buffer();
            run(plan, use, codec.pipelineEncoder(buffer, resultBytesMax()), buffer, responder);
        });
    }

    /** {@return the route of cursors in one encoding} */
    RouteHandler cursor(BodyCodec codec) {
        AsciiString type = AsciiString.cached(codec.cursorType());
        return (request, responder) -> answer(responder, () -> {
            StreamOwner owner = access.owner(request.headers());
            CursorRequest cursor = codec.cursor(request.body().bytes(), request.body().length());
            if (responder.refuseIfCrowded()) {
                return;
            }
            var use = new StreamUse(streams, open(cursor.baton(), owner), false);
            Plan plan = use.plan(cursor.batch());
            responder.bodyType(type);
            ChunkedBuffer buffer = responder.buffer();
            run(plan, use, codec.cursorEncoder(buffer), buffer, responder);
        });
    }

    /** {@return the route of single statements} */
    RouteHandler execute() {
        return (request, responder) -> answer(responder, () -> {
            StreamOwner owner = access.owner(request.headers());
            Statement statement = decoder(request).execute();
            single(Plan.execute(statement), owner, responder);
        });
    }

    /** {@return the route of single batches} */
    RouteHandler batch() {
        return (request, responder) -> answer(responder, () -> {
            StreamOwner owner = access.owner(request.headers());
            Batch batch = decoder(request).batch();
            single(Plan.batch(batch), owner, responder);
        });
    }

    private void single(Plan plan, StreamOwner owner, Responder responder) {
        var use = new StreamUse(streams, streams.single(owner), true);
        ChunkedBuffer buffer = responder.buffer();
        run(plan, use, new SingleResultEncoder(buffer, resultBytesMax()), buffer, responder);
    }

    private void run(
            Plan plan, StreamUse use, PipelineEncoder encoder, ChunkedBuffer buffer, Responder responder) {
        encoder.begin(use.nextBaton(), settings.selfUrl());
        var task = new PipelineTask(
                plan.operations(),
                use,
                encoder,
                buffer,
                responder,
                settings.limits().response(),
                settings.limits().requestDeadline());
        if (!plan.needsSession()) {
            task.runWithoutSession();
            return;
        }
        Optional<ClientSession> session = use.session(gateway, responder.client(), task);
        if (session.isPresent()) {
            responder.onAbandoned(session.get()::interrupt);
            session.get().submit(task);
        }
    }

    private HranaStream open(Optional<String> baton, StreamOwner owner) {
        return baton.isPresent() ? streams.resume(baton.get(), owner) : streams.open(owner);
    }

    private HranaJsonDecoder decoder(Request request) {
        return new HranaJsonDecoder(
                request.body().bytes(), request.body().length(), HranaVersion.HRANA1, settings.limits().decode());
    }

    private long resultBytesMax() {
        return settings.limits().response().resultBytesMax();
    }

    private static void answer(Responder responder, Runnable work) {
        try {
            work.run();
        } catch (ProtocolException e) {
            responder.badRequest(e.message());
        } catch (StreamException e) {
            responder.error(e);
        }
    }
}
