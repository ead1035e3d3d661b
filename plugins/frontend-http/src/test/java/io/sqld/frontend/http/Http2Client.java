package io.sqld.frontend.http;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client of HTTP/2 with prior knowledge, which does what a test wants. */
final class Http2Client implements AutoCloseable {
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel channel;
    private final CompletableFuture<Http2Settings> settings = new CompletableFuture<>();
    private final CompletableFuture<Http2Error> goAway = new CompletableFuture<>();

    /** @param reset how the server ended the stream before its answer was complete */
    record Response(@Nullable Http2Headers headers, String body, @Nullable Http2Error reset) {
        int status() {
            return headers == null ? 0 : Integer.parseInt(headers.status().toString());
        }

        String header(String name) {
            CharSequence value = headers == null ? null : headers.get(name);
            return value == null ? "" : value.toString();
        }
    }

    Http2Client(InetSocketAddress address) throws InterruptedException {
        var bootstrap = new Bootstrap().group(loops).channel(NioSocketChannel.class);
        // What this client forgets when it is cut says nothing about the server.
        bootstrap.option(ChannelOption.ALLOCATOR, new UnpooledByteBufAllocator(false, true));
        channel = bootstrap.handler(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel connection) {
                connection.pipeline()
                        .addLast(
                                Http2FrameCodecBuilder.forClient()
                                        // Small, so that one stream that is not read leaves room for the others.
                                        .initialSettings(
                                                new Http2Settings().initialWindowSize(8 * 1024).pushEnabled(false))
                                        .encoderIgnoreMaxHeaderListSize(true)
                                        .encoderEnforceMaxRstFramesPerWindow(0, 0)
                                        .build(),
                                new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()), new Connection());
            }
        }).connect(address).sync().channel();
    }

    CompletableFuture<Response> send(String method, String path, String body) throws InterruptedException {
        return send(method, path, body, true, true);
    }

    /** Sends, and reads nothing of the answer. */
    CompletableFuture<Response> sendUnread(String method, String path, String body) throws InterruptedException {
        return send(method, path, body, true, false);
    }

    CompletableFuture<Response> sendWithoutEnd(String method, String path, String body) throws InterruptedException {
        return send(method, path, body, false, true);
    }

    /** Sends, and changes its mind when {@code moment} has come; does nothing when the server has cut it. */
    void sendAndReset(String method, String path, String body, Runnable moment) throws InterruptedException {
        Future<Http2StreamChannel> opened = begin(new CompletableFuture<>(), true).await();
        if (!opened.isSuccess()) {
            return;
        }
        Http2StreamChannel stream = opened.getNow();
        write(stream, method, path, body, true);
        moment.run();
        var _ = stream.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL)).await();
        var _ = stream.close();
    }

    Http2Settings settings() throws Exception {
        return settings.get(30, TimeUnit.SECONDS);
    }

    Http2Error goAway() throws Exception {
        return goAway.get(30, TimeUnit.SECONDS);
    }

    boolean open() {
        return channel.isActive();
    }

    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private CompletableFuture<Response> send(String method, String path, String body, boolean ends, boolean reads)
            throws InterruptedException {
        var response = new CompletableFuture<Response>();
        write(open(response, reads), method, path, body, ends);
        return response.orTimeout(30, TimeUnit.SECONDS);
    }

    private Http2StreamChannel open(CompletableFuture<Response> response, boolean reads) throws InterruptedException {
        return begin(response, reads).sync().getNow();
    }

    private Future<Http2StreamChannel> begin(CompletableFuture<Response> response, boolean reads) {
        return new Http2StreamChannelBootstrap(channel).handler(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel stream) {
                stream.config().setAutoRead(reads);
                stream.pipeline().addLast(new Stream(response));
            }
        }).open();
    }

    private static void write(Http2StreamChannel stream, String method, String path, String body, boolean ends) {
        Http2Headers headers =
                new DefaultHttp2Headers().method(method).path(path).scheme("http").authority("localhost");
        boolean bare = body.isEmpty();
        var _ = stream.writeAndFlush(new DefaultHttp2HeadersFrame(headers, bare && ends));
        if (!bare) {
            var content = Unpooled.copiedBuffer(body, StandardCharsets.UTF_8);
            var _ = stream.writeAndFlush(new DefaultHttp2DataFrame(content, ends));
        }
    }

    private final class Connection extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object frame) {
            if (frame instanceof Http2SettingsFrame received) {
                settings.complete(received.settings());
            } else if (frame instanceof Http2GoAwayFrame received) {
                goAway.complete(Http2Error.valueOf(received.errorCode()));
            }
            ReferenceCountUtil.release(frame);
        }
    }

    private static final class Stream extends ChannelInboundHandlerAdapter {
        private final CompletableFuture<Response> response;
        private final StringBuilder body = new StringBuilder();
        private @Nullable Http2Headers headers;

        Stream(CompletableFuture<Response> response) {
            this.response = response;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object frame) {
            boolean last = false;
            if (frame instanceof Http2HeadersFrame received) {
                headers = received.headers();
                last = received.isEndStream();
            } else if (frame instanceof Http2DataFrame received) {
                body.append(received.content().toString(StandardCharsets.UTF_8));
                last = received.isEndStream();
            }
            ReferenceCountUtil.release(frame);
            if (last) {
                response.complete(new Response(headers, body.toString(), null));
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            response.complete(new Response(headers, body.toString(), Http2Error.STREAM_CLOSED));
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof Http2ResetFrame reset) {
                response.complete(new Response(headers, body.toString(), Http2Error.valueOf(reset.errorCode())));
            }
        }
    }
}
