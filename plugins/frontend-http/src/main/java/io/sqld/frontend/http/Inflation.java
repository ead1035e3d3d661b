package io.sqld.frontend.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.sqld.frontend.http.json.ByteCollector;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** Request bodies that come compressed: takes them apart, and no further than a body may be long. */
final class Inflation {
    private static final int PIECE_BYTES = 16 * 1024;

    private Inflation() {}

    /** Adds what is in {@code compressed} to {@code plain}. {@return why the request is refused, if it is} */
    static Optional<Incoming.Refusal> inflate(ByteCollector compressed, ByteCollector plain, HttpServer server) {
        byte[] piece = new byte[PIECE_BYTES];
        try (var input = new GZIPInputStream(
                new ByteArrayInputStream(compressed.array(), 0, compressed.length()), PIECE_BYTES)) {
            for (int count = input.read(piece); count >= 0; count = input.read(piece)) {
                switch (plain.add(Unpooled.wrappedBuffer(piece, 0, count))) {
                    case ADDED -> {}
                    case TOO_LARGE -> {
                        return Optional.of(Incoming.tooLarge(server.heads(), server.limits().bodyBytesMax()));
                    }
                    case NO_ROOM -> {
                        return Optional.of(Incoming.noRoom(server.heads(), server.limits().bodyBytesTotalMax()));
                    }
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(new Incoming.Refusal(
                    server.heads().text(HttpResponseStatus.BAD_REQUEST),
                    "The request body is not gzip, as its content-encoding says: " + e.getMessage(),
                    false));
        }
    }
}
