package io.sqld.testkit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One row of a result; compares by content and prints as a row of SQL's {@code VALUES}. */
public record Row(List<Value> values) {
    /** Copies the list. */
    public Row {
        values = List.copyOf(values);
    }

    /** {@return the row of the values that these stand for, see {@link Value#of}} */
    public static Row row(@Nullable Object... values) {
        var converted = new ArrayList<Value>(values.length);
        for (Object value : values) {
            converted.add(Value.of(value));
        }
        return new Row(converted);
    }

    @Override
    public String toString() {
        var text = new StringBuilder("(");
        for (Value value : values) {
            text.append(text.length() == 1 ? "" : ", ").append(value);
        }
        return text.append(')').toString();
    }
}
