package io.sqld.frontend.http.hrana;

import io.sqld.api.sql.Condition;
import io.sqld.frontend.http.protobuf.ProtoException;
import io.sqld.frontend.http.protobuf.ProtoReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Decodes {@code Stmt}, {@code Value} and {@code Batch} from Protobuf. For one message. */
final class ProtoStatementDecoder {
    private final ProtoReader reader;
    private final DecodeLimits limits;
    private int conditions;

    ProtoStatementDecoder(ProtoReader reader, DecodeLimits limits) {
        this.reader = reader;
        this.limits = limits;
    }

    Statement statement() {
        int outer = reader.enter();
        Optional<String> sql = Optional.empty();
        OptionalInt sqlId = OptionalInt.empty();
        List<Value> positional = List.of();
        Map<String, Value> named = Map.of();
        boolean rowsWanted = true;
        long replicationIndex = 0;
        while (reader.nextField()) {
            switch (reader.field()) {
                case 1 -> sql = Optional.of(reader.string());
                case 2 -> sqlId = OptionalInt.of(reader.int32());
                case 3 -> {
                    positional = positional.isEmpty() ? new ArrayList<>() : positional;
                    positional.add(value());
                }
                case 4 -> {
                    named = named.isEmpty() ? new LinkedHashMap<>() : named;
                    namedArgument(named);
                }
                case 5 -> rowsWanted = reader.bool();
                case 6 -> replicationIndex = index();
                default -> reader.skip();
            }
        }
        reader.leave(outer);
        var arguments = positional.isEmpty() && named.isEmpty() ? Arguments.NONE : new Arguments(positional, named);
        return new Statement(SqlText.of(sql, sqlId), arguments, rowsWanted, replicationIndex);
    }

    Batch batch() {
        int outer = reader.enter();
        var steps = new ArrayList<Batch.Step>();
        long replicationIndex = 0;
        while (reader.nextField()) {
            switch (reader.field()) {
                case 1 -> {
                    if (steps.size() == limits.batchStepsMax()) {
                        throw BatchDecoder.tooMany("A batch has more than %d steps", limits.batchStepsMax(),
                                "batch-steps-max");
                    }
                    steps.add(step(steps.size()));
                }
                case 2 -> replicationIndex = index();
                default -> reader.skip();
            }
        }
        reader.leave(outer);
        return new Batch(steps, replicationIndex);
    }

    /** A frame number; what is beyond the positive numbers cannot be one. */
    long index() {
        return Math.max(0, reader.integer());
    }

    private void namedArgument(Map<String, Value> named) {
        int outer = reader.enter();
        String name = "";
        @Nullable Value value = null;
        while (reader.nextField()) {
            switch (reader.field()) {
                case 1 -> name = reader.string();
                case 2 -> value = value();
                default -> reader.skip();
            }
        }
        reader.leave(outer);
        named.put(name, require(value, "NamedArg", "value"));
    }

    private Value value() {
        int outer = reader.enter();
        @Nullable Value value = null;
        while (reader.nextField()) {
            switch (reader.field()) {
                case 1 -> {
                    reader.skip();
                    value = Value.NULL;
                }
                case 2 -> value = new Value.Int(reader.signed());
                case 3 -> value = real();
                case 4 -> value = new Value.Text(reader.text());
                case 5 -> value = new Value.Blob(reader.bytes());
                default -> reader.skip();
            }
        }
        reader.leave(outer);
        return require(value, "Value", "value");
    }

    /** SQLite has no number that is none: it stores NULL for one. */
    private Value real() {
        double value = reader.real();
        return Double.isNaN(value) ? Value.NULL : new Value.Real(value);
    }

    private Batch.Step step(int number) {
        int outer = reader.enter();
        Condition condition = Condition.ALWAYS;
        @Nullable Statement statement = null;
        while (reader.nextField()) {
            switch (reader.field()) {
                case 1 -> condition = condition(number, 1);
                case 2 -> statement = once(statement, statement(), "stmt");
                default -> reader.skip();
            }
        }
        reader.leave(outer);
        return new Batch.Step(condition, require(statement, "BatchStep", "stmt"));
    }

    private Condition condition(int step, int depth) {
        if (depth > limits.conditionDepthMax()) {
            throw BatchDecoder.tooMany("A condition has more than %d levels", limits.conditionDepthMax(),
                    "condition-depth-max");
        }
        if (++conditions > limits.conditionsMax()) {
            throw BatchDecoder.tooMany("A batch has more than %d conditions", limits.conditionsMax(),
                    "batch-conditions-max");
        }
        int outer = reader.enter();
        @Nullable Condition condition = null;
        while (reader.nextField()) {
            switch (reader.field()) {
                case 1 -> condition = new Condition.Succeeded(earlier(step));
                case 2 -> condition = new Condition.Failed(earlier(step));
                case 3 -> condition = new Condition.Not(condition(step, depth + 1));
                case 4 -> condition = new Condition.And(conditions(step, depth + 1));
                case 5 -> condition = new Condition.Or(conditions(step, depth + 1));
                case 6 -> {
                    reader.skip();
                    condition = new Condition.Autocommit();
                }
                default -> reader.skip();
            }
        }
        reader.leave(outer);
        return require(condition, "BatchCond", "cond");
    }

    private List<Condition> conditions(int step, int depth) {
        int outer = reader.enter();
        var list = new ArrayList<Condition>();
        while (reader.nextField()) {
            if (reader.field() == 1) {
                list.add(condition(step, depth));
            } else {
                reader.skip();
            }
        }
        reader.leave(outer);
        return list;
    }

    private int earlier(int step) {
        long reference = reader.uint32();
        if (reference >= step) {
            throw new ProtocolException("Invalid reference to step in a batch condition");
        }
        return (int) reference;
    }

    /** A message that comes twice would have to be merged; no client sends one. */
    static <T> T once(@Nullable T earlier, T value, String name) {
        if (earlier != null) {
            throw new ProtoException("the field " + name + " comes twice");
        }
        return value;
    }

    static <T> T require(@Nullable T value, String message, String name) {
        if (value == null) {
            throw new ProtoException(message + ": the field " + name + " is missing");
        }
        return value;
    }
}
