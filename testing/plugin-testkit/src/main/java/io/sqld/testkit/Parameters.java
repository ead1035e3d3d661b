package io.sqld.testkit;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.sql.Parameter;
import io.sqld.api.sql.ParameterSource;
import io.sqld.api.sql.ValueSink;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ready-made parameters for a test's statement. */
public final class Parameters {
    private Parameters() {}

    /** {@return the parameters with index 1, 2 and so on, see {@link Value#of}; their number is checked} */
    public static ParameterSource of(@Nullable Object... values) {
        List<Value> converted = Row.row(values).values();
        return new ParameterSource() {
            @Override
            public void check(List<Parameter> expected) {
                if (expected.size() != converted.size()) {
                    throw invalid("the statement has " + expected.size() + " parameters, not " + converted.size());
                }
            }

            @Override
            public void bind(Parameter parameter, ValueSink target) {
                push(converted.get(parameter.index() - 1), target);
            }
        };
    }

    /** {@return parameters by name, with its prefix} */
    public static ParameterSource named(Map<String, ?> values) {
        return (parameter, target) -> {
            if (!values.containsKey(parameter.name())) {
                throw invalid("no value for " + parameter);
            }
            push(Value.of(values.get(parameter.name())), target);
        };
    }

    /** Passes {@code value} to {@code target}. */
    public static void push(Value value, ValueSink target) {
        switch (value) {
            case Value.Null() -> target.nullValue();
            case Value.Int(long number) -> target.integer(number);
            case Value.Real(double number) -> target.real(number);
            case Value.Text(String text) -> target.text(text);
            case Value.MalformedText(String hex) -> {
                byte[] bytes = HexFormat.of().parseHex(hex);
                target.text(MemorySegment.ofArray(bytes), 0, bytes.length);
            }
            case Value.Blob(String hex) -> target.blob(HexFormat.of().parseHex(hex));
        }
    }

    private static SqldException invalid(String message) {
        return new SqldException(ErrorCode.PARAMETERS_INVALID, message);
    }
}
