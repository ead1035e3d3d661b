package io.sqld.frontend.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.sqld.netty.Outbox;

/** Sets up connections of HTTP/2. */
final class Http2Pipeline {
    /** What a client may send of each body before it hears that more is wanted. */
    private static final int WINDOW_BYTES = 256 * 1024;
    /** What waits for each stream, besides what waits for the connection. */
    private static final WriteBufferWaterMark STREAM_WATER_MARK = new WriteBufferWaterMark(32 * 1024, 128 * 1024);
    private static final Http2StreamFrameToHttpObjectCodec OBJECTS = new Http2StreamFrameToHttpObjectCodec(true);

    private Http2Pipeline() {}

    /** Adds the handlers of HTTP/2 to the end of the pipeline of {@code channel}. */
    static void add(HttpServer server, Channel channel, Http2Limits limits) {
        var connection = new Http2Connection(server, channel);
        var codec = Http2FrameCodecBuilder.forServer()
                .initialSettings(new Http2Settings()
                        .maxConcurrentStreams(limits.streamsMax())
                        .maxHeaderListSize(server.limits().headerBytesMax())
                        .initialWindowSize(WINDOW_BYTES))
                .decoderEnforceMaxRstFramesPerWindow(limits.resetsMax(), (int) limits.resetsWindow().toSeconds())
                .gracefulShutdownTimeoutMillis(0)
                .build();
        var streams = new Http2MultiplexHandler(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel stream) {
                stream.config().setWriteBufferWaterMark(STREAM_WATER_MARK);
                var outbox = new Outbox(stream, server.writeStallNanos(), server::stalled);
                stream.pipeline().addLast(outbox, OBJECTS, new Http2Exchange(server, connection, stream, outbox));
            }
        });
        channel.pipeline().addLast(codec, streams, connection);
    }
}
