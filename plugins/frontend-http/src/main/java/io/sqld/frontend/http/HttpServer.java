package io.sqld.frontend.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.sqld.api.service.Metrics;
import io.sqld.frontend.http.json.MemoryBudget;
import io.sqld.frontend.http.websocket.WebSocketConnection;
import io.sqld.netty.ConnectionHandler;
import io.sqld.netty.Outbox;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What the connections of one front end share, and how each is set up. Thread-safe. */
final class HttpServer implements ConnectionHandler {
    private static final int BODY_PART_BYTES = 64 * 1024;
    private static final long CHECK_MIN_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long CHECK_MAX_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final HttpSettings settings;
    private final Router router;
    private final ResponseHeads heads;
    private final AccessLog accessLog;
    private final MemoryBudget responseBudget;
    private final MemoryBudget bodyBudget;
    private final Executor decoders;
    private final AtomicLong requestsOpen = new AtomicLong();
    private final Metrics.Counter requests;
    private final Metrics.Counter stalled;
    private final Metrics.Counter refused;

    HttpServer(
            HttpSettings settings,
            Router router,
            ResponseHeads heads,
            AccessLog accessLog,
            MemoryBudget bodyBudget,
            MemoryBudget responseBudget,
            Executor decoders,
            Metrics metrics) {
        this.settings = settings;
        this.router = router;
        this.heads = heads;
        this.accessLog = accessLog;
        this.responseBudget = responseBudget;
        this.bodyBudget = bodyBudget;
        this.decoders = decoders;
        this.requests = metrics.counter("sqld_http_requests_total", "Requests whose head has arrived");
        this.stalled = metrics.counter("sqld_http_stalled_connections_total", "Clients cut because they did not read");
        this.refused = metrics.counter("sqld_http_refused_connections_total", "Connections over http.connections-max");
        metrics.gauge("sqld_http_requests_open", "Requests that arrive or are being answered", requestsOpen::get);
        metrics.gauge("sqld_http_response_bytes", "Memory of responses in progress", responseBudget::used);
        metrics.gauge("sqld_http_body_bytes", "Memory of large request bodies", bodyBudget::used);
    }

    @Override
    public void accept(Channel channel) {
        var outbox = new Outbox(channel, writeStallNanos(), this::stalled);
        channel.pipeline().addLast(outbox, new ProtocolSelector(this, channel, outbox));
    }

    /** Adds the handlers of HTTP/1.1 to the end of the pipeline. */
    void serveHttp1(Channel channel, Outbox outbox) {
        var decoder = new HttpDecoderConfig()
                .setMaxInitialLineLength(limits().requestLineBytesMax())
                .setMaxHeaderSize(limits().headerBytesMax())
                .setMaxChunkSize(BODY_PART_BYTES);
        var gate = new ReadGate(channel);
        channel.pipeline()
                .addLast(
                        gate,
                        new HttpRequestDecoder(decoder),
                        new HttpResponseEncoder(),
                        new HttpConnection(this, channel, outbox, gate));
    }

    /** Adds the handlers of HTTP/2 to the end of the pipeline. */
    void serveHttp2(Channel channel) {
        Http2Pipeline.add(this, channel, settings.http2());
    }

    @Override
    public void refuse(Channel channel) {
        refused.add(1);
        String text = "There are as many connections as http.connections-max allows. Try again later";
        ByteBuf response = ByteBufUtil.writeAscii(
                channel.alloc(),
                "HTTP/1.1 503 Service Unavailable\r\nretry-after: 1\r\nconnection: close\r\n"
                        + "content-type: text/plain\r\ncontent-length: " + text.length() + "\r\n\r\n" + text);
        channel.eventLoop()
                .execute(
                        () -> channel.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE));
    }

    @Override
    public void drain(Channel channel) {
        switch (channel.pipeline().last()) {
            case Drainable connection -> connection.drain();
            case WebSocketConnection socket -> socket.drain();
            case null, default -> {
                var _ = channel.close();
            }
        }
    }

    AccessLog accessLog() {
        return accessLog;
    }

    HttpLimits limits() {
        return settings.limits();
    }

    Router router() {
        return router;
    }

    ResponseHeads heads() {
        return heads;
    }

    ContentCoding compression() {
        return settings.compression();
    }

    /** {@return the threads that decode requests which are too large for the event loop} */
    Executor decoders() {
        return decoders;
    }

    MemoryBudget responseBudget() {
        return responseBudget;
    }

    MemoryBudget bodyBudget() {
        return bodyBudget;
    }

    long keepAliveNanos() {
        return settings.keepAliveTimeout().toNanos();
    }

    long requestReadNanos() {
        return settings.requestReadTimeout().toNanos();
    }

    long writeStallNanos() {
        return settings.listener().writeStallTimeout().toNanos();
    }

    /** A client is cut because it does not read. */
    void stalled() {
        stalled.add(1);
    }

    /** A request has begun. */
    void requestBegan() {
        requests.add(1);
        requestsOpen.incrementAndGet();
    }

    /** A request that had begun is answered, or its client is gone. */
    void requestEnded() {
        requestsOpen.decrementAndGet();
    }

    /** {@return how often a connection looks whether its time is over} */
    long checkIntervalNanos() {
        long shortest = Math.min(keepAliveNanos(), requestReadNanos());
        return Math.clamp(shortest / 4, CHECK_MIN_NANOS, CHECK_MAX_NANOS);
    }
}
