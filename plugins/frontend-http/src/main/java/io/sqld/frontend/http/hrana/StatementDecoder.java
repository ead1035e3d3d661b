package io.sqld.frontend.http.hrana;

import io.sqld.frontend.http.json.Bytes;
import io.sqld.frontend.http.json.Decimal;
import io.sqld.frontend.http.json.JsonNumber;
import io.sqld.frontend.http.json.JsonReader;
import io.sqld.frontend.http.json.Members;
import io.sqld.frontend.http.json.Names;
import io.sqld.frontend.http.json.Tag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Decodes {@code Stmt} and {@code Value} from JSON. */
final class StatementDecoder {
    private enum StatementField {
        SQL, SQL_ID, ARGS, NAMED_ARGS, WANT_ROWS, REPLICATION_INDEX
    }

    private enum NamedField {
        NAME, VALUE
    }

    private enum ValueField {
        TYPE, VALUE, BASE64
    }

    private enum ValueType {
        NULL, INTEGER, FLOAT, TEXT, BLOB
    }

    private static final Names<StatementField> STATEMENT = new Names<>(StatementField.class);
    private static final Names<NamedField> NAMED = new Names<>(NamedField.class);
    private static final Names<ValueField> VALUE = new Names<>(ValueField.class);
    private static final Tag<ValueType> TYPE = new Tag<>(ValueType.class);

    private final JsonReader reader;

    StatementDecoder(JsonReader reader) {
        this.reader = reader;
    }

    Statement statement() {
        var members = Members.begin(reader, STATEMENT, StatementField.class, "struct Stmt");
        Optional<String> sql = Optional.empty();
        OptionalInt sqlId = OptionalInt.empty();
        List<Value> positional = List.of();
        Map<String, Value> named = Map.of();
        boolean rowsWanted = true;
        long replicationIndex = 0;
        for (StatementField field = members.next(); field != null; field = members.next()) {
            switch (field) {
                case SQL -> sql = optionalSql();
                case SQL_ID -> sqlId = optionalSqlId();
                case ARGS -> positional = positional();
                case NAMED_ARGS -> named = named();
                case WANT_ROWS -> rowsWanted = reader.isNull() || reader.bool();
                case REPLICATION_INDEX -> replicationIndex = replicationIndex();
            }
        }
        return new Statement(SqlText.of(sql, sqlId), arguments(positional, named), rowsWanted, replicationIndex);
    }

    Optional<String> optionalSql() {
        return reader.isNull() ? Optional.empty() : Optional.of(reader.string("a string").text());
    }

    OptionalInt optionalSqlId() {
        return reader.isNull() ? OptionalInt.empty() : OptionalInt.of(int32());
    }

    int int32() {
        return (int) integer("i32", Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    long integer(String expected, long min, long max) {
        JsonNumber number = reader.number(expected);
        String shown = JsonReader.shown(number.digits());
        if (!number.integer()) {
            throw reader.invalid("invalid type: floating point `" + shown + "`, expected " + expected);
        }
        OptionalLong value = number.asLong();
        if (value.isEmpty() || value.getAsLong() < min || value.getAsLong() > max) {
            throw reader.invalid("invalid value: integer `" + shown + "`, expected " + expected);
        }
        return value.getAsLong();
    }

    /** A decimal string, a number, or null. */
    long replicationIndex() {
        return switch (reader.kind()) {
            case NULL -> {
                reader.isNull();
                yield 0;
            }
            case STRING -> {
                Bytes text = reader.string("a string");
                OptionalLong value = Decimal.parseLong(text);
                if (value.isEmpty() || value.getAsLong() < 0) {
                    throw reader.invalid("invalid value: string \"" + JsonReader.shown(text) + "\", expected u64");
                }
                yield value.getAsLong();
            }
            case NUMBER, OBJECT, ARRAY, BOOLEAN -> integer("u64", 0, Long.MAX_VALUE);
        };
    }

    private static Arguments arguments(List<Value> positional, Map<String, Value> named) {
        return positional.isEmpty() && named.isEmpty() ? Arguments.NONE : new Arguments(positional, named);
    }

    private List<Value> positional() {
        if (reader.isNull()) {
            return List.of();
        }
        var values = new ArrayList<Value>();
        reader.beginArray();
        while (reader.nextElement()) {
            values.add(value());
        }
        return values;
    }

    private Map<String, Value> named() {
        if (reader.isNull()) {
            return Map.of();
        }
        var values = new LinkedHashMap<String, Value>();
        reader.beginArray();
        while (reader.nextElement()) {
            var members = Members.begin(reader, NAMED, NamedField.class, "struct NamedArg");
            String name = "";
            Value value = Value.NULL;
            for (NamedField field = members.next(); field != null; field = members.next()) {
                switch (field) {
                    case NAME -> name = reader.string("a string").text();
                    case VALUE -> value = value();
                }
            }
            members.require(NamedField.NAME);
            members.require(NamedField.VALUE);
            values.put(name, value);
        }
        return values;
    }

    private Value value() {
        var members = Members.begin(reader, VALUE, ValueField.class, "internally tagged enum Value");
        ValueType type = TYPE.of(reader);
        ValueField carrier = type == ValueType.BLOB ? ValueField.BASE64 : ValueField.VALUE;
        Value value = Value.NULL;
        for (ValueField field = members.next(); field != null; field = members.next()) {
            if (field == carrier && type != ValueType.NULL) {
                value = content(type);
            } else {
                reader.skip();
            }
        }
        if (type != ValueType.NULL) {
            members.require(carrier);
        }
        return value;
    }

    private Value content(ValueType type) {
        return switch (type) {
            case NULL -> Value.NULL;
            case INTEGER -> decimal();
            case FLOAT -> real();
            case TEXT -> new Value.Text(reader.string("a string"));
            case BLOB -> blob();
        };
    }

    private Value decimal() {
        Bytes text = reader.string("a decimal integer as a string");
        OptionalLong value = Decimal.parseLong(text);
        if (value.isEmpty()) {
            throw reader.invalid(
                    "invalid value: string \"" + JsonReader.shown(text) + "\", expected decimal integer as a string");
        }
        return new Value.Int(value.getAsLong());
    }

    private Value real() {
        double value = reader.number("f64").asDouble();
        if (Double.isInfinite(value)) {
            throw reader.invalid("number out of range");
        }
        return new Value.Real(value);
    }

    private Value blob() {
        Bytes text = reader.string("binary data encoded as base64");
        return new Value.Blob(Base64Text.decode(text)
                .orElseThrow(() -> reader.invalid(
                        "invalid value: string \"" + JsonReader.shown(text)
                                + "\", expected binary data encoded as base64")));
    }
}
