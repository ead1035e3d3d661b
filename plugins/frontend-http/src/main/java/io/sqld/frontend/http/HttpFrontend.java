package io.sqld.frontend.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.AsciiString;
import io.sqld.api.frontend.Frontend;
import io.sqld.api.frontend.FrontendContext;
import io.sqld.api.frontend.Listener;
import io.sqld.api.service.Deadline;
import io.sqld.api.service.DrainResult;
import io.sqld.frontend.http.hrana.DecodeLimits;
import io.sqld.frontend.http.hrana.HranaVersion;
import io.sqld.frontend.http.hrana.JsonBodyCodec;
import io.sqld.frontend.http.hrana.ProtoBodyCodec;
import io.sqld.frontend.http.hrana.StreamRegistry;
import io.sqld.frontend.http.json.MemoryBudget;
import io.sqld.netty.Acceptor;
import io.sqld.netty.EventLoops;
import io.sqld.netty.TlsEndpoint;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The front end {@code http}: one listener, the routes behind it, and the streams of its clients. */
final class HttpFrontend implements Frontend {
    private static final long SWEEP_MIN_MILLIS = 5;
    private static final long SWEEP_MAX_MILLIS = 1000;
    private static final int PROCESSORS_PER_DECODER = 4;
    private static final long DECODER_IDLE_SECONDS = 10;

    private final HttpSettings settings;
    private final FrontendContext context;
    private final StreamRegistry streams;
    private final ChangeStreams changes;
    private @Nullable EventLoops loops;
    private @Nullable TlsEndpoint tls;
    private @Nullable Acceptor acceptor;
    private @Nullable ExecutorService decoders;

    HttpFrontend(HttpSettings settings, FrontendContext context) {
        this.settings = settings;
        this.context = context;
        this.changes = new ChangeStreams(context.gateway(), settings.changes());
        this.streams = new StreamRegistry(
                settings.streams(), settings.limits().store(), System::nanoTime, new SecureRandom());
    }

    @Override
    public void start() {
        EventLoops opened = EventLoops.open(
                settings.listener().transport(),
                settings.listener().eventLoopThreads(),
                context.threads("http"));
        loops = opened;
        context.metrics().gauge("sqld_http_streams", "Open Hrana streams", streams::count);
        context.metrics().gauge("sqld_http_listeners", "Clients of /beta/listen", changes::count);
        var requestBudget = new MemoryBudget(settings.limits().bodyBytesTotalMax());
        var responseBudget = new MemoryBudget(settings.limits().response().totalBytesMax());
        ExecutorService decoding = decoders();
        decoders = decoding;
        settings.listener().check(context, settings.tls().isPresent());
        var heads = new ResponseHeads(
                context.clock(), Access.challenges(context.authenticator()), settings.serverTiming());
        var server = new HttpServer(
                settings,
                new Router(routes(requestBudget, responseBudget, decoding)),
                heads,
                new AccessLog(settings.accessLog(), context.clock()),
                requestBudget,
                responseBudget,
                decoding,
                context.metrics());
        Optional<TlsEndpoint> encryption = settings.tls()
                .map(files -> TlsEndpoint.open(files, List.of("h2", "http/1.1"), context.threads("http-tls")));
        tls = encryption.orElse(null);
        acceptor = Acceptor.bind(
                opened,
                settings.listener(),
                encryption.map(endpoint -> endpoint.around(server)).orElse(server));
        long shortest = Math.min(
                settings.streams().idleTimeout().toMillis(),
                settings.streams().transactionIdleTimeout().toMillis());
        long interval = Math.clamp(shortest / 4, SWEEP_MIN_MILLIS, SWEEP_MAX_MILLIS);
        var _ = opened.group().next().scheduleWithFixedDelay(streams::sweep, interval, interval, TimeUnit.MILLISECONDS);
    }

    @Override
    public List<Listener> listeners() {
        if (acceptor == null) {
            return List.of();
        }
        InetSocketAddress address = acceptor.address();
        String host = address.getAddress().isAnyLocalAddress() ? "127.0.0.1" : address.getHostString();
        String url = (tls == null ? "http://" : "https://") + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":"
                + address.getPort();
        return List.of(new Listener("HTTP", address, url));
    }

    @Override
    public DrainResult drain(Deadline deadline) {
        changes.drain();
        return acceptor == null ? DrainResult.DRAINED : acceptor.drain(deadline);
    }

    @Override
    public void close() {
        if (acceptor != null) {
            acceptor.close();
        }
        streams.closeAll();
        if (decoders != null) {
            decoders.close();
        }
        if (loops != null) {
            loops.close();
        }
        if (tls != null) {
            tls.close();
        }
    }

    /** What waits for them is bounded by the memory that request bodies may take. */
    private ExecutorService decoders() {
        int most = Math.max(1, Runtime.getRuntime().availableProcessors() / PROCESSORS_PER_DECODER);
        var threads = new ThreadPoolExecutor(
                most, most, DECODER_IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                context.threads("http-decode"));
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    private Map<String, Route> routes(
            MemoryBudget requestBudget, MemoryBudget responseBudget, Executor decoding) {
        var access = new Access(context.gateway(), context.authenticator());
        var hrana = new HranaRoutes(context.gateway(), access, streams, settings);
        var sockets = new WebSocketRoute(
                context.gateway(), access, settings, requestBudget, responseBudget, decoding, context.metrics());
        DecodeLimits decode = settings.limits().decode();
        var routes = new HashMap<String, Route>();
        routes.put("/",
                Route.post(new V0Route(context.gateway(), access, streams, settings)).andGet(sockets));
        routes.put("/health", Route.get(text(Optional.empty(), "")));
        routes.put("/version", Route.get(text(Optional.of(ResponseHeads.TEXT), version())));
        routes.put("/v1", Route.get(text(Optional.of(ResponseHeads.TEXT), "This is sqld HTTP API v1")));
        routes.put("/v1/execute", Route.post(hrana.execute()));
        routes.put("/v1/batch", Route.post(hrana.batch()));
        routes.put("/v2", index(2));
        routes.put("/v2/pipeline", Route.post(hrana.pipeline(new JsonBodyCodec(HranaVersion.HRANA2, decode))));
        routes.put("/v3", index(3));
        var json = new JsonBodyCodec(HranaVersion.HRANA3, decode);
        routes.put("/v3/pipeline", Route.post(hrana.pipeline(json)));
        routes.put("/v3/cursor", Route.post(hrana.cursor(json)));
        var protobuf = new ProtoBodyCodec(decode);
        routes.put("/v3-protobuf", index(3));
        routes.put("/v3-protobuf/pipeline", Route.post(hrana.pipeline(protobuf)));
        routes.put("/v3-protobuf/cursor", Route.post(hrana.cursor(protobuf)));
        routes.put("/dump",
                Route.get(new DumpRoute(context.gateway(), access, settings.limits())));
        routes.put("/beta/listen", Route.get(changes.route(access)));
        return routes;
    }

    private String version() {
        return "sqld " + context.server().version() + " (" + context.server().commit() + ")";
    }

    private static Route index(int version) {
        return Route.get(
                text(Optional.of(ResponseHeads.TEXT), "Hello, this is HTTP API v" + version + " (Hrana over HTTP)"));
    }

    private static RouteHandler text(Optional<AsciiString> contentType, String text) {
        return (request, responder) -> responder.text(HttpResponseStatus.OK, contentType, text);
    }
}
