package io.sqld.frontend.http;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Locale;

/**
 * The schema in the appendix of the specification of Hrana 3, with upstream's additions, for protobuf-java. What is one
 * of several is a field of its own here, and a map is a list of entries: that is the same on the wire.
 */
final class HranaSchema {
    private static final String SCHEMA = """
            Error: string message=1; string code=2
            Null:
            Value: Null null=1; sint64 integer=2; double float=3; string text=4; bytes blob=5
            NamedArg: string name=1; Value value=2
            Stmt: string sql=1; int32 sql_id=2; *Value args=3; *NamedArg named_args=4; bool want_rows=5; \
            uint64 replication_index=6
            Col: string name=1; string decltype=2
            Row: *Value values=1
            StmtResult: *Col cols=1; *Row rows=2; uint64 affected_row_count=3; sint64 last_insert_rowid=4; \
            uint64 replication_index=5; uint64 rows_read=6; uint64 rows_written=7; double query_duration_ms=8
            Batch: *BatchStep steps=1; uint64 replication_index=2
            BatchStep: BatchCond condition=1; Stmt stmt=2
            BatchCond: uint32 step_ok=1; uint32 step_error=2; BatchCond not=3; CondList and=4; CondList or=5; \
            Null is_autocommit=6
            CondList: *BatchCond conds=1
            ResultOfStep: uint32 key=1; StmtResult value=2
            ErrorOfStep: uint32 key=1; Error value=2
            BatchResult: *ResultOfStep step_results=1; *ErrorOfStep step_errors=2
            CursorEntry: StepBegin step_begin=1; StepEnd step_end=2; StepError step_error=3; Row row=4; Error error=5; \
            uint64 replication_index=6
            StepBegin: uint32 step=1; *Col cols=2
            StepEnd: uint64 affected_row_count=1; sint64 last_insert_rowid=2
            StepError: uint32 step=1; Error error=2
            DescribeResult: *Col params=1; *Col cols=2; bool is_explain=3; bool is_readonly=4
            OfStmt: Stmt stmt=1
            OfBatch: Batch batch=1
            OfText: string sql=1; int32 sql_id=2; uint64 replication_index=3
            OfStore: int32 sql_id=1; string sql=2
            StreamRequest: Null close=1; OfStmt execute=2; OfBatch batch=3; OfText sequence=4; OfText describe=5; \
            OfStore store_sql=6; OfStore close_sql=7; Null get_autocommit=8
            WithResult: StmtResult result=1
            WithBatch: BatchResult result=1
            WithDescription: DescribeResult result=1
            WithState: bool is_autocommit=1
            StreamResponse: Null close=1; WithResult execute=2; WithBatch batch=3; Null sequence=4; \
            WithDescription describe=5; Null store_sql=6; Null close_sql=7; WithState get_autocommit=8
            StreamResult: StreamResponse ok=1; Error error=2
            PipelineReqBody: string baton=1; *StreamRequest requests=2
            PipelineRespBody: string baton=1; string base_url=2; *StreamResult results=3
            CursorReqBody: string baton=1; Batch batch=2
            CursorRespBody: string baton=1; string base_url=2
            ClientMsg: Hello hello=1; Request request=2
            Hello: string jwt=1
            Request: int32 request_id=1; OnStream open_stream=2; OnStream close_stream=3; WsExecute execute=4; \
            WsBatch batch=5; WsOpenCursor open_cursor=6; OnStream close_cursor=7; WsFetch fetch_cursor=8; \
            WsText sequence=9; WsText describe=10; OfStore store_sql=11; OfStore close_sql=12; \
            OnStream get_autocommit=13
            OnStream: int32 id=1
            WsExecute: int32 stream_id=1; Stmt stmt=2; uint64 replication_index=3
            WsBatch: int32 stream_id=1; Batch batch=2
            WsOpenCursor: int32 stream_id=1; int32 cursor_id=2; Batch batch=3
            WsFetch: int32 cursor_id=1; uint32 max_count=2
            WsText: int32 stream_id=1; string sql=2; int32 sql_id=3; uint64 replication_index=4
            ServerMsg: Null hello_ok=1; HelloError hello_error=2; ResponseOk response_ok=3; \
            ResponseError response_error=4
            HelloError: Error error=1
            ResponseError: int32 request_id=1; Error error=2
            ResponseOk: int32 request_id=1; Null open_stream=2; Null close_stream=3; WithResult execute=4; \
            WithBatch batch=5; Null open_cursor=6; Null close_cursor=7; Entries fetch_cursor=8; Null sequence=9; \
            WithDescription describe=10; Null store_sql=11; Null close_sql=12; WithState get_autocommit=13
            Entries: *CursorEntry entries=1; bool done=2
            """;

    private final FileDescriptor file;

    HranaSchema() throws DescriptorValidationException {
        var all = FileDescriptorProto.newBuilder().setName("hrana.proto").setSyntax("proto2");
        SCHEMA.lines().forEach(line -> all.addMessageType(message(line)));
        file = FileDescriptor.buildFrom(all.build(), new FileDescriptor[0]);
    }

    /** {@return the message of this type in {@code bytes}, in which nothing is unknown} */
    Message parse(String type, byte... bytes) throws InvalidProtocolBufferException {
        Message message = DynamicMessage.parseFrom(type(type), bytes);
        requireKnown(message);
        return message;
    }

    /**
     * {@return a message} Fields are names and values in turn; a value that is a list goes into a repeated field.
     */
    Message of(String type, Object... fields) {
        var builder = DynamicMessage.newBuilder(type(type));
        for (int i = 0; i < fields.length; i += 2) {
            builder.setField(field(type(type), (String) fields[i]), fields[i + 1]);
        }
        return builder.build();
    }

    /** {@return what is at a path of names and indexes, separated by dots} */
    static Object at(Message message, String path) {
        Object found = message;
        for (String step : path.split("\\.", -1)) {
            if (found instanceof List<?> list) {
                found = list.get(Integer.parseInt(step));
            } else {
                var inner = (Message) found;
                found = inner.getField(field(inner.getDescriptorForType(), step));
            }
        }
        return found;
    }

    /** {@return whether the field at the end of a path is there} */
    static boolean has(Message message, String path) {
        int dot = path.lastIndexOf('.');
        Message inner = dot < 0 ? message : (Message) at(message, path.substring(0, dot));
        return inner.hasField(field(inner.getDescriptorForType(), path.substring(dot + 1)));
    }

    private Descriptor type(String name) {
        return file.findMessageTypeByName(name);
    }

    private static FieldDescriptor field(Descriptor type, String name) {
        FieldDescriptor field = type.findFieldByName(name);
        if (field == null) {
            throw new IllegalArgumentException(type.getName() + " has no field " + name);
        }
        return field;
    }

    private static void requireKnown(Message message) {
        if (!message.getUnknownFields().asMap().isEmpty()) {
            throw new AssertionError("unknown fields in " + message);
        }
        for (Object value : message.getAllFields().values()) {
            List<?> values = value instanceof List<?> list ? list : List.of(value);
            for (Object each : values) {
                if (each instanceof Message inner) {
                    requireKnown(inner);
                }
            }
        }
    }

    private static DescriptorProto message(String line) {
        int colon = line.indexOf(':');
        var type = DescriptorProto.newBuilder().setName(line.substring(0, colon));
        for (String field : line.substring(colon + 1).split(";", -1)) {
            if (!field.isBlank()) {
                type.addField(field(field.strip()));
            }
        }
        return type.build();
    }

    private static FieldDescriptorProto field(String text) {
        String[] parts = text.split("[ =]", -1);
        boolean repeated = parts[0].startsWith("*");
        String type = repeated ? parts[0].substring(1) : parts[0];
        var field = FieldDescriptorProto.newBuilder()
                .setName(parts[1])
                .setNumber(Integer.parseInt(parts[2]))
                .setLabel(repeated ? Label.LABEL_REPEATED : Label.LABEL_OPTIONAL);
        if (Character.isUpperCase(type.charAt(0))) {
            return field.setType(FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName(type).build();
        }
        return field.setType(FieldDescriptorProto.Type.valueOf("TYPE_" + type.toUpperCase(Locale.ROOT))).build();
    }
}
