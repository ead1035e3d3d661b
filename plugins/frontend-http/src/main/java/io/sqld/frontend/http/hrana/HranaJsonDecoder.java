package io.sqld.frontend.http.hrana;

import io.sqld.frontend.http.json.JsonException;
import io.sqld.frontend.http.json.JsonReader;
import io.sqld.frontend.http.json.Members;
import io.sqld.frontend.http.json.Names;
import io.sqld.frontend.http.json.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decodes one message of Hrana over HTTP from JSON. Every method throws a {@link ProtocolException} whose message says
 * what is wrong and where. What it returns shares the message's bytes.
 */
public final class HranaJsonDecoder {
    private enum BodyField {
        BATON, REQUESTS, STMT, BATCH
    }

    private enum RequestField {
        TYPE, STMT, BATCH, SQL, SQL_ID, REPLICATION_INDEX
    }

    private enum RequestType {
        CLOSE, EXECUTE, BATCH, SEQUENCE, DESCRIBE, STORE_SQL, CLOSE_SQL, GET_AUTOCOMMIT
    }

    private static final int DEPTH_MAX = 128;
    private static final Names<BodyField> BODY = new Names<>(BodyField.class);
    private static final Names<RequestField> REQUEST = new Names<>(RequestField.class);
    private static final Tag<RequestType> TYPE = new Tag<>(RequestType.class);

    private final JsonReader reader;
    private final HranaVersion version;
    private final DecodeLimits limits;
    private final StatementDecoder statements;
    private final BatchDecoder batches;

    /** A decoder of the first {@code length} bytes of {@code body}. */
    public HranaJsonDecoder(byte[] body, int length, HranaVersion version, DecodeLimits limits) {
        this.reader = new JsonReader(body, length, DEPTH_MAX);
        this.version = version;
        this.limits = limits;
        this.statements = new StatementDecoder(reader);
        this.batches = new BatchDecoder(reader, statements, version, limits);
    }

    /** {@return the body of a pipeline} */
    public PipelineRequest pipeline() {
        return decode(() -> {
            var members = Members.begin(reader, BODY, BodyField.class, "struct PipelineReqBody");
            Optional<String> baton = Optional.empty();
            List<StreamRequest> requests = List.of();
            for (BodyField field = members.next(); field != null; field = members.next()) {
                switch (field) {
                    case BATON -> baton = baton();
                    case REQUESTS -> requests = requests();
                    case STMT, BATCH -> reader.skip();
                }
            }
            members.require(BodyField.REQUESTS);
            return new PipelineRequest(baton, requests);
        });
    }

    /** {@return the body of a cursor} */
    public CursorRequest cursor() {
        return decode(() -> {
            var members = Members.begin(reader, BODY, BodyField.class, "struct CursorReqBody");
            Optional<String> baton = Optional.empty();
            @Nullable Batch batch = null;
            for (BodyField field = members.next(); field != null; field = members.next()) {
                switch (field) {
                    case BATON -> baton = baton();
                    case BATCH -> batch = batches.batch();
                    case STMT, REQUESTS -> reader.skip();
                }
            }
            return new CursorRequest(baton, require(batch, "batch"));
        });
    }

    /** {@return the statement of Hrana 1's {@code execute}} */
    public Statement execute() {
        return decode(() -> {
            var members = Members.begin(reader, BODY, BodyField.class, "struct ExecuteReqBody");
            @Nullable Statement statement = null;
            for (BodyField field = members.next(); field != null; field = members.next()) {
                switch (field) {
                    case STMT -> statement = statements.statement();
                    case BATON, REQUESTS, BATCH -> reader.skip();
                }
            }
            return require(statement, "stmt");
        });
    }

    /** {@return the batch of Hrana 1's {@code batch}} */
    public Batch batch() {
        return decode(() -> {
            var members = Members.begin(reader, BODY, BodyField.class, "struct BatchReqBody");
            @Nullable Batch batch = null;
            for (BodyField field = members.next(); field != null; field = members.next()) {
                switch (field) {
                    case BATCH -> batch = batches.batch();
                    case BATON, REQUESTS, STMT -> reader.skip();
                }
            }
            return require(batch, "batch");
        });
    }

    private <T> T decode(Supplier<T> message) {
        try {
            T decoded = message.get();
            reader.end();
            return decoded;
        } catch (JsonException e) {
            throw new ProtocolException("Cannot deserialize client message from JSON: " + e.message());
        }
    }

    private Optional<String> baton() {
        return reader.isNull() ? Optional.empty() : Optional.of(reader.string("a string").text());
    }

    private List<StreamRequest> requests() {
        var requests = new ArrayList<StreamRequest>();
        reader.beginArray();
        while (reader.nextElement()) {
            if (requests.size() == limits.requestsMax()) {
                throw tooManyRequests(limits);
            }
            requests.add(request());
        }
        return requests;
    }

    /** {@return the refusal of a pipeline with too many requests} */
    static ProtocolException tooManyRequests(DecodeLimits limits) {
        return new ProtocolException("A pipeline has more than " + limits.requestsMax()
                + " requests (http.limits.pipeline-requests-max)");
    }

    private StreamRequest request() {
        var members = Members.begin(reader, REQUEST, RequestField.class, "internally tagged enum StreamRequest");
        RequestType type = TYPE.of(reader);
        @Nullable Statement statement = null;
        @Nullable Batch batch = null;
        Optional<String> sql = Optional.empty();
        OptionalInt sqlId = OptionalInt.empty();
        long replicationIndex = 0;
        for (RequestField field = members.next(); field != null; field = members.next()) {
            if (!concerns(field, type)) {
                reader.skip();
                continue;
            }
            switch (field) {
                case TYPE -> reader.skip();
                case STMT -> statement = statements.statement();
                case BATCH -> batch = batches.batch();
                case SQL -> sql = statements.optionalSql();
                case SQL_ID -> sqlId = statements.optionalSqlId();
                case REPLICATION_INDEX -> replicationIndex = statements.replicationIndex();
            }
        }
        return switch (type) {
            case CLOSE -> new StreamRequest.Close();
            case EXECUTE -> new StreamRequest.Execute(require(statement, "stmt"));
            case BATCH -> new StreamRequest.RunBatch(require(batch, "batch"));
            case SEQUENCE -> new StreamRequest.Sequence(SqlText.of(sql, sqlId), replicationIndex);
            case DESCRIBE -> new StreamRequest.Describe(SqlText.of(sql, sqlId), replicationIndex);
            case STORE_SQL -> new StreamRequest.StoreSql(id(sqlId), require(sql.orElse(null), "sql"));
            case CLOSE_SQL -> new StreamRequest.CloseSql(id(sqlId));
            case GET_AUTOCOMMIT -> autocommitState();
        };
    }

    private static boolean concerns(RequestField field, RequestType type) {
        return switch (field) {
            case TYPE -> true;
            case STMT -> type == RequestType.EXECUTE;
            case BATCH -> type == RequestType.BATCH;
            case SQL -> type == RequestType.SEQUENCE || type == RequestType.DESCRIBE || type == RequestType.STORE_SQL;
            case SQL_ID -> type == RequestType.SEQUENCE
                    || type == RequestType.DESCRIBE
                    || type == RequestType.STORE_SQL
                    || type == RequestType.CLOSE_SQL;
            case REPLICATION_INDEX -> type == RequestType.SEQUENCE || type == RequestType.DESCRIBE;
        };
    }

    private StreamRequest autocommitState() {
        if (version.compareTo(HranaVersion.HRANA3) < 0) {
            throw HranaVersion.requires("The `get_autocommit` request", HranaVersion.HRANA3);
        }
        return new StreamRequest.GetAutocommit();
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
