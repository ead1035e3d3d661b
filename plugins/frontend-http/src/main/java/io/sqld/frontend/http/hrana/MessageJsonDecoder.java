package io.sqld.frontend.http.hrana;

import io.sqld.frontend.http.json.JsonException;
import io.sqld.frontend.http.json.JsonReader;
import io.sqld.frontend.http.json.Members;
import io.sqld.frontend.http.json.Names;
import io.sqld.frontend.http.json.Tag;
import java.util.EnumMap;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Decodes one {@code ClientMsg} of Hrana over WebSocket from JSON. */
final class MessageJsonDecoder {
    private enum MessageField {
        TYPE, JWT, REQUEST_ID, REQUEST
    }

    private enum MessageType {
        HELLO, REQUEST
    }

    private enum RequestField {
        TYPE, STREAM_ID, CURSOR_ID, STMT, BATCH, SQL, SQL_ID, MAX_COUNT, REPLICATION_INDEX
    }

    private enum RequestType {
        OPEN_STREAM, CLOSE_STREAM, EXECUTE, BATCH, OPEN_CURSOR, CLOSE_CURSOR, FETCH_CURSOR, SEQUENCE, DESCRIBE,
        STORE_SQL, CLOSE_SQL, GET_AUTOCOMMIT
    }

    private static final int DEPTH_MAX = 128;
    private static final long COUNT_MAX = 0xFFFF_FFFFL;
    private static final Names<MessageField> MESSAGE = new Names<>(MessageField.class);
    private static final Names<RequestField> REQUEST = new Names<>(RequestField.class);
    private static final Tag<MessageType> MESSAGE_TYPE = new Tag<>(MessageType.class);
    private static final Tag<RequestType> REQUEST_TYPE = new Tag<>(RequestType.class);

    private final JsonReader reader;
    private final HranaVersion version;
    private final StatementDecoder statements;
    private final BatchDecoder batches;
    /** Numbers of the request, by their fields. */
    private final EnumMap<RequestField, Long> numbers = new EnumMap<>(RequestField.class);

    MessageJsonDecoder(byte[] bytes, int length, HranaVersion version, DecodeLimits limits) {
        this.reader = new JsonReader(bytes, length, DEPTH_MAX);
        this.version = version;
        this.statements = new StatementDecoder(reader);
        this.batches = new BatchDecoder(reader, statements, version, limits);
    }

    ClientMessage message() {
        try {
            ClientMessage message = read();
            reader.end();
            return message;
        } catch (JsonException e) {
            throw new ProtocolException("Cannot deserialize client message from JSON: " + e.message(), true);
        }
    }

    private ClientMessage read() {
        var members = Members.begin(reader, MESSAGE, MessageField.class, "internally tagged enum ClientMsg");
        MessageType type = MESSAGE_TYPE.of(reader);
        Optional<String> jwt = Optional.empty();
        int id = 0;
        @Nullable SocketRequest request = null;
        for (MessageField field = members.next(); field != null; field = members.next()) {
            boolean hello = type == MessageType.HELLO;
            if (field == MessageField.TYPE || hello != (field == MessageField.JWT)) {
                reader.skip();
                continue;
            }
            switch (field) {
                case TYPE -> reader.skip();
                case JWT -> jwt = statements.optionalSql();
                case REQUEST_ID -> id = statements.int32();
                case REQUEST -> request = request();
            }
        }
        if (type == MessageType.HELLO) {
            return new ClientMessage.Hello(jwt);
        }
        members.require(MessageField.REQUEST_ID);
        return new ClientMessage.Request(id, require(request, "request"));
    }

    private SocketRequest request() {
        var members = Members.begin(reader, REQUEST, RequestField.class, "internally tagged enum Request");
        RequestType type = REQUEST_TYPE.of(reader);
        requireVersion(type);
        @Nullable Statement statement = null;
        @Nullable Batch batch = null;
        Optional<String> sql = Optional.empty();
        OptionalInt sqlId = OptionalInt.empty();
        long index = 0;
        for (RequestField field = members.next(); field != null; field = members.next()) {
            if (!concerns(field, type)) {
                reader.skip();
                continue;
            }
            switch (field) {
                case TYPE -> reader.skip();
                case STREAM_ID, CURSOR_ID -> numbers.put(field, (long) statements.int32());
                case MAX_COUNT -> numbers.put(field, statements.integer("u32", 0, COUNT_MAX));
                case STMT -> statement = statements.statement();
                case BATCH -> batch = batches.batch();
                case SQL -> sql = statements.optionalSql();
                case SQL_ID -> sqlId = statements.optionalSqlId();
                case REPLICATION_INDEX -> index = statements.replicationIndex();
            }
        }
        return switch (type) {
            case OPEN_STREAM -> new SocketRequest.OpenStream(stream());
            case CLOSE_STREAM -> new SocketRequest.CloseStream(stream());
            case EXECUTE -> onStream(new StreamRequest.Execute(require(statement, "stmt").since(index)));
            case BATCH -> onStream(new StreamRequest.RunBatch(require(batch, "batch")));
            case SEQUENCE -> onStream(new StreamRequest.Sequence(SqlText.of(sql, sqlId), index));
            case DESCRIBE -> onStream(new StreamRequest.Describe(SqlText.of(sql, sqlId), index));
            case GET_AUTOCOMMIT -> onStream(new StreamRequest.GetAutocommit());
            case STORE_SQL -> new SocketRequest.StoreSql(id(sqlId), require(sql.orElse(null), "sql"));
            case CLOSE_SQL -> new SocketRequest.CloseSql(id(sqlId));
            case OPEN_CURSOR -> new SocketRequest.OpenCursor(stream(), cursor(), require(batch, "batch"));
            case CLOSE_CURSOR -> new SocketRequest.CloseCursor(cursor());
            case FETCH_CURSOR -> new SocketRequest.FetchCursor(cursor(), number(RequestField.MAX_COUNT));
        };
    }

    /** Whether a request of this type has this member; others are read over. */
    private static boolean concerns(RequestField field, RequestType type) {
        boolean text = type == RequestType.SEQUENCE || type == RequestType.DESCRIBE;
        boolean store = type == RequestType.STORE_SQL;
        boolean cursor = type == RequestType.CLOSE_CURSOR || type == RequestType.FETCH_CURSOR;
        return switch (field) {
            case TYPE -> true;
            case STREAM_ID -> !cursor && !store && type != RequestType.CLOSE_SQL;
            case CURSOR_ID -> cursor || type == RequestType.OPEN_CURSOR;
            case STMT -> type == RequestType.EXECUTE;
            case BATCH -> type == RequestType.BATCH || type == RequestType.OPEN_CURSOR;
            case SQL -> text || store;
            case SQL_ID -> text || store || type == RequestType.CLOSE_SQL;
            case MAX_COUNT -> type == RequestType.FETCH_CURSOR;
            case REPLICATION_INDEX -> text || type == RequestType.EXECUTE;
        };
    }

    private void requireVersion(RequestType type) {
        HranaVersion needed = switch (type) {
            case OPEN_STREAM, CLOSE_STREAM, EXECUTE, BATCH -> HranaVersion.HRANA1;
            case SEQUENCE, DESCRIBE, STORE_SQL, CLOSE_SQL -> HranaVersion.HRANA2;
            case OPEN_CURSOR, CLOSE_CURSOR, FETCH_CURSOR, GET_AUTOCOMMIT -> HranaVersion.HRANA3;
        };
        if (version.compareTo(needed) < 0) {
            throw HranaVersion.requires("The `" + Names.name(type) + "` request", needed);
        }
    }

    private SocketRequest onStream(StreamRequest request) {
        return new SocketRequest.OnStream(stream(), request);
    }

    private int stream() {
        return (int) number(RequestField.STREAM_ID);
    }

    private int cursor() {
        return (int) number(RequestField.CURSOR_ID);
    }

    private long number(RequestField field) {
        return require(numbers.get(field), Names.name(field));
    }

    private int id(OptionalInt sqlId) {
        return sqlId.orElseThrow(() -> reader.invalid("missing field `sql_id`"));
    }

    private <T> T require(@Nullable T value, String name) {
        if (value == null) {
            throw reader.invalid("missing field `" + name + "`");
        }
        return value;
    }
}
