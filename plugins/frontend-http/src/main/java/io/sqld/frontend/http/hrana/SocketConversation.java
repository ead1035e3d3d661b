package io.sqld.frontend.http.hrana;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.frontend.Gateway;
import io.sqld.api.service.Deadline;
import io.sqld.frontend.http.json.ChunkedBuffer;
import io.sqld.frontend.http.websocket.CloseCode;
import io.sqld.frontend.http.websocket.Message;
import io.sqld.frontend.http.websocket.MessageListener;
import io.sqld.frontend.http.websocket.MessageOutput;
import io.sqld.frontend.http.websocket.WebSocketException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Hrana over one WebSocket (<a href="https://github.com/tursodatabase/libsql/blob/main/docs/HRANA_3_SPEC.md">Hrana
 * 3</a>, "Hrana over WebSocket"): says who the client is, and gives each request to its stream. Streams do not wait for
 * each other; the requests of one are answered in order. Lives on the event loop.
 */
public final class SocketConversation implements MessageListener {
    private final MessageOutput output;
    private final MessageCodec codec;
    private final Gateway gateway;
    private final Function<Optional<String>, StreamOwner> authentication;
    private final SocketLimits limits;
    private final SqlStore store;
    private final Map<Integer, SocketStream> streams = new HashMap<>();
    /** Streams that were not opened; the client closes them all the same. */
    private final Set<Integer> refusedStreams = new HashSet<>();
    private final Map<Integer, Cursor> cursors = new HashMap<>();
    private @Nullable StreamOwner owner;

    /** @param stream that does what is asked of the cursor */
    private record Cursor(SocketStream stream, SocketCursor state) {}

    /**
     * @param authentication tells who says hello with this token, or throws an {@link SqldException}
     */
    public SocketConversation(
            MessageOutput output,
            MessageCodec codec,
            Gateway gateway,
            Function<Optional<String>, StreamOwner> authentication,
            SocketLimits limits) {
        this.output = output;
        this.codec = codec;
        this.gateway = gateway;
        this.authentication = authentication;
        this.limits = limits;
        this.store = new SqlStore(limits.store());
    }

    @Override
    public Runnable message(Message message) {
        if (message.binary() != codec.binary()) {
            throw new WebSocketException(
                    CloseCode.UNSUPPORTED_DATA,
                    "Received a " + (message.binary() ? "binary" : "text")
                            + " WebSocket message, which is not supported in this encoding");
        }
        try {
            ClientMessage decoded = codec.decode(message.array(), message.length());
            return () -> obey(decoded, message);
        } catch (ProtocolException e) {
            throw violation(e);
        }
    }

    private void obey(ClientMessage decoded, Message message) {
        try {
            switch (decoded) {
                case ClientMessage.Hello(Optional<String> jwt) -> {
                    hello(jwt);
                    message.release();
                }
                case ClientMessage.Request(int id, SocketRequest request) -> request(id, request, message);
            }
        } catch (ProtocolException e) {
            throw violation(e);
        }
    }

    private static WebSocketException violation(ProtocolException error) {
        return new WebSocketException(
                error.malformed() ? CloseCode.INVALID_PAYLOAD : CloseCode.POLICY_VIOLATION, error.message());
    }

    @Override
    public void closed() {
        cursors.values().forEach(cursor -> cursor.stream().add(new ForgetCursorJob(cursor.state())));
        streams.values().forEach(SocketStream::close);
        streams.clear();
        cursors.clear();
    }

    private void hello(Optional<String> jwt) {
        if (owner != null && codec.version() == HranaVersion.HRANA1) {
            throw new ProtocolException(
                    "Repeated hello message is only supported in protocol version hrana2 and higher");
        }
        ChunkedBuffer answer = output.message();
        try {
            owner = authentication.apply(jwt);
        } catch (SqldException e) {
            codec.helloError(answer, refusal(e));
            output.send(answer, codec.binary());
            throw new WebSocketException(CloseCode.POLICY_VIOLATION, "The hello message was refused");
        }
        codec.helloOk(answer);
        output.send(answer, codec.binary());
    }

    private static HranaError refusal(SqldException error) {
        return error.code() == ErrorCode.UNAUTHENTICATED
                ? HranaError.client("AUTH_FAILED", "Authentication failed: " + error.message())
                : HranaError.of(error, "");
    }

    private void request(int id, SocketRequest request, Message message) {
        StreamOwner known = owner;
        if (known == null) {
            throw new ProtocolException("Received a request before hello message");
        }
        var answer = new Answer(output, codec, limits.response().resultBytesMax(), id, message);
        switch (request) {
            case SocketRequest.OpenStream(int stream) -> openStream(stream, known, answer);
            case SocketRequest.CloseStream(int stream) -> closeStream(stream, answer);
            case SocketRequest.OnStream(int stream, StreamRequest what) -> onStream(stream, what, answer);
            case SocketRequest.StoreSql(int sqlId, String sql) -> storeSql(sqlId, sql, answer);
            case SocketRequest.CloseSql(int sqlId) -> {
                store.remove(sqlId);
                answer.reply(SocketReply.CLOSE_SQL);
            }
            case SocketRequest.OpenCursor(int stream, int cursor, Batch batch) ->
                    openCursor(stream, cursor, batch, answer);
            case SocketRequest.FetchCursor(int cursor, long max) -> {
                Cursor open = cursor(cursor);
                open.stream().add(new FetchJob(open.state(), max, answer, limits.response(), deadline()));
            }
            case SocketRequest.CloseCursor(int cursor) -> closeCursor(cursor, answer);
        }
    }

    private void openStream(int id, StreamOwner known, Answer answer) {
        if (streams.containsKey(id) || refusedStreams.contains(id)) {
            throw new ProtocolException("Stream " + id + " already exists");
        }
        if (streams.size() >= limits.streamsMax()) {
            refuseStream(id, answer);
            return;
        }
        streams.put(id, new SocketStream(gateway, known, output));
        answer.reply(SocketReply.OPEN_STREAM);
    }

    private void refuseStream(int id, Answer answer) {
        String message = "Too many streams on one WebSocket: http.websocket.streams-max is " + limits.streamsMax();
        if (refusedStreams.size() >= limits.streamsMax()) {
            throw new ProtocolException(message);
        }
        refusedStreams.add(id);
        answer.error(HranaError.client("TOO_MANY_STREAMS", message));
    }

    private void closeStream(int id, Answer answer) {
        if (refusedStreams.remove(id)) {
            answer.reply(SocketReply.CLOSE_STREAM);
            return;
        }
        SocketStream stream = streams.remove(id);
        if (stream == null) {
            throw unknownStream(id);
        }
        cursors.values().removeIf(cursor -> forget(cursor, stream));
        if (stream.unused()) {
            answer.reply(SocketReply.CLOSE_STREAM);
        } else {
            stream.add(new CloseStreamJob(stream, answer));
        }
    }

    private static boolean forget(Cursor cursor, SocketStream of) {
        if (cursor.stream() != of) {
            return false;
        }
        of.add(new ForgetCursorJob(cursor.state()));
        return true;
    }

    private void onStream(int id, StreamRequest request, Answer answer) {
        SocketStream stream = streams.get(id);
        if (stream == null) {
            refuse(id, answer);
            return;
        }
        stream.add(new OperationJob(Plan.operation(request, store), answer, limits.response(), deadline()));
    }

    private void storeSql(int id, String sql, Answer answer) {
        Optional<HranaError> refusal = store.store(id, sql);
        if (refusal.isPresent()) {
            answer.error(refusal.get());
        } else {
            answer.reply(SocketReply.STORE_SQL);
        }
    }

    private void openCursor(int streamId, int id, Batch batch, Answer answer) {
        if (cursors.containsKey(id)) {
            throw new ProtocolException("Cursor " + id + " already exists");
        }
        SocketStream stream = streams.get(streamId);
        if (stream == null) {
            refuse(streamId, answer);
            return;
        }
        for (Cursor other : cursors.values()) {
            if (other.stream() == stream) {
                throw new ProtocolException("Stream " + streamId + " already has an open cursor");
            }
        }
        if (cursors.size() >= limits.cursorsMax()) {
            throw new ProtocolException("Too many cursors on one WebSocket: http.websocket.cursors-max is "
                    + limits.cursorsMax());
        }
        var cursor = new SocketCursor(Plan.batch(batch, store), new EntryBacklog(output.budget()));
        cursors.put(id, new Cursor(stream, cursor));
        stream.add(new CursorJob(cursor, SocketReply.OPEN_CURSOR, answer));
    }

    private void closeCursor(int id, Answer answer) {
        Cursor cursor = cursor(id);
        cursors.remove(id);
        cursor.stream().add(new CursorJob(cursor.state(), SocketReply.CLOSE_CURSOR, answer));
    }

    private Cursor cursor(int id) {
        Cursor cursor = cursors.get(id);
        if (cursor == null) {
            throw new ProtocolException("Cursor " + id + " not found");
        }
        return cursor;
    }

    /** A request for a stream that was not opened is not carried out; one for no stream at all ends the socket. */
    private void refuse(int id, Answer answer) {
        if (!refusedStreams.contains(id)) {
            throw unknownStream(id);
        }
        answer.error(HranaError.client("STREAM_NOT_OPEN", "The stream could not be opened"));
    }

    private Deadline deadline() {
        return Deadline.after(limits.requestTimeMax());
    }

    private static ProtocolException unknownStream(int id) {
        return new ProtocolException("Stream " + id + " not found");
    }
}
