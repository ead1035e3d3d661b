package io.sqld.frontend.http.hrana;

import io.sqld.frontend.http.protobuf.ProtoReader;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Decodes one {@code ClientMsg} of Hrana over WebSocket from Protobuf. */
final class MessageProtoDecoder {
    private static final int OPEN_STREAM = 2;
    private static final int CLOSE_STREAM = 3;
    private static final int EXECUTE = 4;
    private static final int BATCH = 5;
    private static final int OPEN_CURSOR = 6;
    private static final int CLOSE_CURSOR = 7;
    private static final int FETCH_CURSOR = 8;
    private static final int SEQUENCE = 9;
    private static final int DESCRIBE = 10;
    private static final int STORE_SQL = 11;
    private static final int CLOSE_SQL = 12;
    private static final int GET_AUTOCOMMIT = 13;

    private final ProtoReader reader;
    private final ProtoStatementDecoder statements;

    MessageProtoDecoder(byte[] bytes, int length, DecodeLimits limits) {
        this.reader = new ProtoReader(bytes, length);
        this.statements = new ProtoStatementDecoder(reader, limits);
    }

    ClientMessage message() {
        return HranaProtoDecoder.decode(() -> {
            @Nullable ClientMessage message = null;
            while (reader.nextField()) {
                switch (reader.field()) {
                    case 1 -> message = ProtoStatementDecoder.once(message, hello(), "msg");
                    case 2 -> message = ProtoStatementDecoder.once(message, requestMessage(), "msg");
                    default -> reader.skip();
                }
            }
            return ProtoStatementDecoder.require(message, "ClientMsg", "msg");
        });
    }

    private ClientMessage hello() {
        int outer = reader.enter();
        Optional<String> jwt = Optional.empty();
        while (reader.nextField()) {
            if (reader.field() == 1) {
                jwt = Optional.of(reader.string());
            } else {
                reader.skip();
            }
        }
        reader.leave(outer);
        return new ClientMessage.Hello(jwt);
    }

    private ClientMessage requestMessage() {
        int outer = reader.enter();
        int id = 0;
        @Nullable SocketRequest request = null;
        while (reader.nextField()) {
            int field = reader.field();
            if (field == 1) {
                id = reader.int32();
            } else if (field <= GET_AUTOCOMMIT) {
                request = ProtoStatementDecoder.once(request, request(field), "request");
            } else {
                reader.skip();
            }
        }
        reader.leave(outer);
        return new ClientMessage.Request(id, ProtoStatementDecoder.require(request, "RequestMsg", "request"));
    }

    /** All requests are alike in that their first field, and of {@code open_cursor} the second one, is a number. */
    private SocketRequest request(int type) {
        int outer = reader.enter();
        int first = 0;
        int second = 0;
        long entriesMax = 0;
        long index = 0;
        Optional<String> sql = Optional.empty();
        OptionalInt sqlId = OptionalInt.empty();
        @Nullable Statement statement = null;
        @Nullable Batch batch = null;
        while (reader.nextField()) {
            int field = reader.field();
            boolean text = type == SEQUENCE || type == DESCRIBE;
            if (field == 1) {
                first = reader.int32();
            } else if (field == 2 && type == OPEN_CURSOR) {
                second = reader.int32();
            } else if (field == 2 && type == FETCH_CURSOR) {
                entriesMax = reader.uint32();
            } else if (field == 2 && type == EXECUTE) {
                statement = ProtoStatementDecoder.once(statement, statements.statement(), "stmt");
            } else if ((field == 2 && type == BATCH) || (field == 3 && type == OPEN_CURSOR)) {
                batch = ProtoStatementDecoder.once(batch, statements.batch(), "batch");
            } else if (field == 2 && (text || type == STORE_SQL)) {
                sql = Optional.of(reader.string());
            } else if (field == 3 && text) {
                sqlId = OptionalInt.of(reader.int32());
            } else if ((field == 3 && type == EXECUTE) || (field == 4 && text)) {
                index = statements.index();
            } else {
                reader.skip();
            }
        }
        reader.leave(outer);
        return switch (type) {
            case OPEN_STREAM -> new SocketRequest.OpenStream(first);
            case CLOSE_STREAM -> new SocketRequest.CloseStream(first);
            case EXECUTE -> onStream(first, new StreamRequest.Execute(
                    ProtoStatementDecoder.require(statement, "ExecuteReq", "stmt").since(index)));
            case BATCH -> onStream(first, new StreamRequest.RunBatch(
                    ProtoStatementDecoder.require(batch, "BatchReq", "batch")));
            case OPEN_CURSOR -> new SocketRequest.OpenCursor(
                    first, second, ProtoStatementDecoder.require(batch, "OpenCursorReq", "batch"));
            case CLOSE_CURSOR -> new SocketRequest.CloseCursor(first);
            case FETCH_CURSOR -> new SocketRequest.FetchCursor(first, entriesMax);
            case SEQUENCE -> onStream(first, new StreamRequest.Sequence(SqlText.of(sql, sqlId), index));
            case DESCRIBE -> onStream(first, new StreamRequest.Describe(SqlText.of(sql, sqlId), index));
            case STORE_SQL -> new SocketRequest.StoreSql(first, sql.orElse(""));
            case CLOSE_SQL -> new SocketRequest.CloseSql(first);
            default -> onStream(first, new StreamRequest.GetAutocommit());
        };
    }

    private static SocketRequest onStream(int stream, StreamRequest request) {
        return new SocketRequest.OnStream(stream, request);
    }
}
