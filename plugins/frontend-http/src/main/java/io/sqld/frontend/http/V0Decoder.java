package io.sqld.frontend.http;

import io.sqld.frontend.http.hrana.Arguments;
import io.sqld.frontend.http.hrana.Base64Text;
import io.sqld.frontend.http.hrana.DecodeLimits;
import io.sqld.frontend.http.hrana.Value;
import io.sqld.frontend.http.json.Bytes;
import io.sqld.frontend.http.json.JsonException;
import io.sqld.frontend.http.json.JsonKind;
import io.sqld.frontend.http.json.JsonNumber;
import io.sqld.frontend.http.json.JsonReader;
import io.sqld.frontend.http.json.Members;
import io.sqld.frontend.http.json.Names;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Decodes the body of {@code POST /}, the first HTTP interface of sqld. */
final class V0Decoder {
    /** A statement with its arguments. */
    record Query(String sql, Arguments arguments) {}

    private enum BodyField {
        STATEMENTS
    }

    private enum QueryField {
        Q, PARAMS
    }

    private enum BlobField {
        BASE64
    }

    private static final int DEPTH_MAX = 128;
    private static final Names<BodyField> BODY = new Names<>(BodyField.class);
    private static final Names<QueryField> QUERY = new Names<>(QueryField.class);
    private static final Names<BlobField> BLOB = new Names<>(BlobField.class);

    private final JsonReader reader;
    private final DecodeLimits limits;

    V0Decoder(Request.Body body, DecodeLimits limits) {
        this.reader = new JsonReader(body.bytes(), body.length(), DEPTH_MAX);
        this.limits = limits;
    }

    /**
     * {@return the statements}
     *
     * @throws JsonException if it is not a body of this kind
     */
    List<Query> queries() {
        var members = Members.begin(reader, BODY, BodyField.class, "struct HttpQuery");
        List<Query> queries = List.of();
        for (BodyField field = members.next(); field != null; field = members.next()) {
            queries = switch (field) {
                case STATEMENTS -> statements();
            };
        }
        members.require(BodyField.STATEMENTS);
        reader.end();
        return queries;
    }

    private List<Query> statements() {
        var queries = new ArrayList<Query>();
        reader.beginArray();
        while (reader.nextElement()) {
            if (queries.size() == limits.batchStepsMax()) {
                throw reader.invalid(
                        "more than " + limits.batchStepsMax() + " statements (http.limits.batch-steps-max)");
            }
            queries.add(statement());
        }
        return queries;
    }

    private Query statement() {
        return switch (reader.kind()) {
            case STRING -> new Query(reader.string("a string").text(), Arguments.NONE);
            case OBJECT -> {
                var members = Members.begin(reader, QUERY, QueryField.class, "a string or an object");
                @Nullable String sql = null;
                Arguments arguments = Arguments.NONE;
                for (QueryField field = members.next(); field != null; field = members.next()) {
                    switch (field) {
                        case Q -> sql = reader.string("a string").text();
                        case PARAMS -> arguments = arguments();
                    }
                }
                if (sql == null) {
                    throw reader.invalid("missing field `q`");
                }
                yield new Query(sql, arguments);
            }
            case ARRAY, NUMBER, BOOLEAN, NULL -> throw reader.unexpected("a string or an object");
        };
    }

    private Arguments arguments() {
        return switch (reader.kind()) {
            case ARRAY -> {
                List<Value> positional = new ArrayList<>();
                reader.beginArray();
                while (reader.nextElement()) {
                    positional.add(value());
                }
                yield new Arguments(positional, Map.of());
            }
            case OBJECT -> {
                Map<String, Value> named = new LinkedHashMap<>();
                reader.beginObject("a map");
                while (reader.nextMember()) {
                    String name = reader.name().text();
                    named.put(name, value());
                }
                yield new Arguments(List.of(), named);
            }
            case STRING, NUMBER, BOOLEAN, NULL -> throw reader.unexpected("an array or a map of parameters");
        };
    }

    private Value value() {
        return switch (reader.kind()) {
            case NULL -> {
                reader.skip();
                yield Value.NULL;
            }
            case BOOLEAN -> new Value.Int(reader.bool() ? 1 : 0);
            case STRING -> new Value.Text(reader.string("a string"));
            case NUMBER -> number();
            case OBJECT -> blob();
            case ARRAY -> throw reader.unexpected("a value");
        };
    }

    private Value number() {
        JsonNumber number = reader.number("a number");
        OptionalLong integer = number.asLong();
        if (integer.isPresent()) {
            return new Value.Int(integer.getAsLong());
        }
        double real = number.asDouble();
        if (Double.isInfinite(real)) {
            throw reader.invalid("number out of range");
        }
        return new Value.Real(real);
    }

    private Value blob() {
        var members = Members.begin(reader, BLOB, BlobField.class, JsonKind.OBJECT.name());
        Bytes data = Bytes.of(new byte[0]);
        for (BlobField field = members.next(); field != null; field = members.next()) {
            Bytes text = reader.string("a string");
            data = Base64Text.decode(text)
                    .orElseThrow(() -> reader.invalid(
                            "invalid value: string \"" + JsonReader.shown(text) + "\", expected base64"));
        }
        members.require(BlobField.BASE64);
        return new Value.Blob(data);
    }
}
