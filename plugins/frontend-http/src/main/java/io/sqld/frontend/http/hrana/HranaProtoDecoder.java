package io.sqld.frontend.http.hrana;

import io.sqld.frontend.http.protobuf.ProtoException;
import io.sqld.frontend.http.protobuf.ProtoReader;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decodes one message of Hrana over HTTP from Protobuf. Every method throws a {@link ProtocolException} whose message
 * says what is wrong and where. What it returns shares the message's bytes.
 */
final class HranaProtoDecoder {
    private final ProtoReader reader;
    private final DecodeLimits limits;
    private final ProtoStatementDecoder statements;

    HranaProtoDecoder(byte[] body, int length, DecodeLimits limits) {
        this.reader = new ProtoReader(body, length);
        this.limits = limits;
        this.statements = new ProtoStatementDecoder(reader, limits);
    }

    /** {@return the body of a pipeline} */
    PipelineRequest pipeline() {
        return decode(() -> {
            Optional<String> baton = Optional.empty();
            var requests = new ArrayList<StreamRequest>();
            while (reader.nextField()) {
                switch (reader.field()) {
                    case 1 -> baton = Optional.of(reader.string());
                    case 2 -> {
                        if (requests.size() == limits.requestsMax()) {
                            throw HranaJsonDecoder.tooManyRequests(limits);
                        }
                        requests.add(request());
                    }
                    default -> reader.skip();
                }
            }
            return new PipelineRequest(baton, requests);
        });
    }

    /** {@return the body of a cursor} */
    CursorRequest cursor() {
        return decode(() -> {
            Optional<String> baton = Optional.empty();
            @Nullable Batch batch = null;
            while (reader.nextField()) {
                switch (reader.field()) {
                    case 1 -> baton = Optional.of(reader.string());
                    case 2 -> batch = ProtoStatementDecoder.once(batch, statements.batch(), "batch");
                    default -> reader.skip();
                }
            }
            return new CursorRequest(baton, ProtoStatementDecoder.require(batch, "CursorReqBody", "batch"));
        });
    }

    /** {@return what {@code message} decodes} */
    static <T> T decode(Supplier<T> message) {
        try {
            return message.get();
        } catch (ProtoException e) {
            throw new ProtocolException("Could not decode client message from Protobuf: " + e.message(), true);
        }
    }

    private StreamRequest request() {
        int outer = reader.enter();
        @Nullable StreamRequest request = null;
        while (reader.nextField()) {
            int field = reader.field();
            if (field > 8) {
                reader.skip();
                continue;
            }
            request = ProtoStatementDecoder.once(request, content(field), "request");
        }
        reader.leave(outer);
        return ProtoStatementDecoder.require(request, "StreamRequest", "request");
    }

    private StreamRequest content(int field) {
        int outer = reader.enter();
        StreamRequest request = switch (field) {
            case 1 -> {
                skipFields();
                yield new StreamRequest.Close();
            }
            case 2 -> new StreamRequest.Execute(statement());
            case 3 -> new StreamRequest.RunBatch(batch());
            case 4, 5, 6, 7 -> text(field);
            default -> {
                skipFields();
                yield new StreamRequest.GetAutocommit();
            }
        };
        reader.leave(outer);
        return request;
    }

    private void skipFields() {
        while (reader.nextField()) {
            reader.skip();
        }
    }

    private Statement statement() {
        @Nullable Statement statement = null;
        while (reader.nextField()) {
            if (reader.field() == 1) {
                statement = ProtoStatementDecoder.once(statement, statements.statement(), "stmt");
            } else {
                reader.skip();
            }
        }
        return ProtoStatementDecoder.require(statement, "ExecuteStreamReq", "stmt");
    }

    private Batch batch() {
        @Nullable Batch batch = null;
        while (reader.nextField()) {
            if (reader.field() == 1) {
                batch = ProtoStatementDecoder.once(batch, statements.batch(), "batch");
            } else {
                reader.skip();
            }
        }
        return ProtoStatementDecoder.require(batch, "BatchStreamReq", "batch");
    }

    /** A request about a text: {@code store_sql} and {@code close_sql} have its number first, the others last. */
    private StreamRequest text(int field) {
        boolean stored = field > 5;
        Optional<String> sql = Optional.empty();
        OptionalInt id = OptionalInt.empty();
        long index = 0;
        while (reader.nextField()) {
            int next = reader.field();
            if (next == (stored ? 2 : 1) && field != 7) {
                sql = Optional.of(reader.string());
            } else if (next == (stored ? 1 : 2)) {
                id = OptionalInt.of(reader.int32());
            } else if (next == 3 && !stored) {
                index = statements.index();
            } else {
                reader.skip();
            }
        }
        return switch (field) {
            case 4 -> new StreamRequest.Sequence(SqlText.of(sql, id), index);
            case 5 -> new StreamRequest.Describe(SqlText.of(sql, id), index);
            case 6 -> new StreamRequest.StoreSql(id.orElse(0), sql.orElse(""));
            default -> new StreamRequest.CloseSql(id.orElse(0));
        };
    }
}
