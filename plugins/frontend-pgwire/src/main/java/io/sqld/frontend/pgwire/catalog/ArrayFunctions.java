package io.sqld.frontend.pgwire.catalog;

import io.sqld.api.sql.SqlFunction.Arguments;
import io.sqld.api.sql.ValueSink;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functions on arrays, those of PostgreSQL and those that the rewriter puts in their place. */
final class ArrayFunctions {
    private static final int SERIES_MAX = 100_000;

    private ArrayFunctions() {}

    static void addTo(FunctionList list) {
        list.add("sqld_json", 1,
                (call, result) -> result.text(call.isNull(0) ? "[]" : ArrayText.json(elements(call, 0))));
        list.text("sqld_to_json", 1, call -> ArrayText.json(elements(call, 0)));
        list.text("sqld_from_json", 1, call -> ArrayText.format(elements(call, 0)));
        list.add("sqld_array", -1, (call, result) -> result.text(ArrayText.format(arguments(call, 0))));
        list.add("sqld_at", 2, ArrayFunctions::element);
        list.add("sqld_base", 1, (call, result) -> result.integer(base(call)));
        list.add("sqld_zip", -1, (call, result) -> result.text(zip(call)));
        list.add("sqld_series", -1, (call, result) -> result.text(series(call)));
        list.add("sqld_subscripts", -1, (call, result) -> result.text(subscripts(call)));
        list.add("sqld_none", -1, (call, result) -> result.text("[]"));
        list.text("array_to_string", -1, ArrayFunctions::join);
        list.add("array_upper", 2, (call, result) -> size(call, result, base(call) - 1));
        list.add("array_lower", 2, (call, result) -> size(call, result, Integer.MIN_VALUE));
        list.add("array_length", 2, (call, result) -> size(call, result, 0));
        list.number("cardinality", 1, call -> elements(call, 0).size());
        list.add("array_ndims", 1, (call, result) -> {
            if (call.isNull(0) || elements(call, 0).isEmpty()) {
                result.nullValue();
            } else {
                result.integer(1);
            }
        });
        list.add("array_position", 2, (call, result) -> {
            int at = call.isNull(0) ? -1 : elements(call, 0).indexOf(call.text(1));
            if (at < 0) {
                result.nullValue();
            } else {
                result.integer(at + base(call));
            }
        });
        list.text("array_remove", 2, call -> {
            var kept = new ArrayList<@Nullable String>(elements(call, 0));
            kept.removeIf(element -> call.text(1).equals(element));
            return ArrayText.format(kept);
        });
        list.add("array_append", 2, (call, result) -> {
            var all = new ArrayList<@Nullable String>(call.isNull(0) ? List.of() : elements(call, 0));
            all.addAll(arguments(call, 1));
            result.text(ArrayText.format(all));
        });
        list.add("array_cat", 2, (call, result) -> {
            var all = new ArrayList<@Nullable String>(call.isNull(0) ? List.of() : elements(call, 0));
            all.addAll(call.isNull(1) ? List.of() : elements(call, 1));
            result.text(ArrayText.format(all));
        });
        list.text("string_to_array", -1, call -> {
            String separator = call.text(1);
            List<@Nullable String> parts = call.text(0).isEmpty() ? List.of()
                    : separator.isEmpty() ? List.of(call.text(0))
                            : List.of(call.text(0).split(java.util.regex.Pattern.quote(separator), -1));
            return ArrayText.format(parts);
        });
    }

    private static List<@Nullable String> elements(Arguments call, int argument) {
        return ArrayText.parse(call.text(argument));
    }

    private static List<@Nullable String> arguments(Arguments call, int from) {
        var values = new ArrayList<@Nullable String>();
        for (int i = from; i < call.count(); i++) {
            values.add(call.isNull(i) ? null : call.text(i));
        }
        return values;
    }

    private static int base(Arguments call) {
        return !call.isNull(0) && ArrayText.isVector(call.text(0)) ? 0 : 1;
    }

    private static void element(Arguments call, ValueSink result) {
        List<@Nullable String> elements = call.isNull(0) ? List.of() : elements(call, 0);
        long index = call.isNull(1) ? -1 : call.integer(1) - base(call);
        @Nullable String element = index < 0 || index >= elements.size() ? null : elements.get((int) index);
        if (element == null) {
            result.nullValue();
        } else if (element.matches("-?\\d{1,18}")) {
            result.integer(Long.parseLong(element));
        } else {
            result.text(element);
        }
    }

    /** {@code offset} is what to add to the number of elements; {@code MIN_VALUE} for the lower bound. */
    private static void size(Arguments call, ValueSink result, int offset) {
        int size = call.isNull(0) ? 0 : elements(call, 0).size();
        if (size == 0) {
            result.nullValue();
        } else {
            result.integer(offset == Integer.MIN_VALUE ? base(call) : size + offset);
        }
    }

    private static String join(Arguments call) {
        var text = new StringBuilder();
        boolean first = true;
        for (@Nullable String element : elements(call, 0)) {
            boolean missing = element == null;
            if (missing && call.count() < 3) {
                continue;
            }
            text.append(first ? "" : call.text(1)).append(missing ? call.text(2) : element);
            first = false;
        }
        return text.toString();
    }

    private static String zip(Arguments call) {
        var arrays = new ArrayList<List<@Nullable String>>();
        int longest = 0;
        for (int i = 0; i < call.count(); i++) {
            arrays.add(call.isNull(i) ? List.of() : elements(call, i));
            longest = Math.max(longest, arrays.getLast().size());
        }
        var rows = new StringBuilder("[");
        for (int row = 0; row < longest; row++) {
            var values = new ArrayList<@Nullable String>();
            for (List<@Nullable String> array : arrays) {
                values.add(row < array.size() ? array.get(row) : null);
            }
            rows.append(row == 0 ? "" : ",").append(ArrayText.json(values));
        }
        return rows.append(']').toString();
    }

    private static String series(Arguments call) {
        if (call.isNull(0) || call.isNull(1)) {
            return "[]";
        }
        long step = call.count() > 2 ? call.integer(2) : 1;
        var numbers = new StringBuilder("[");
        int count = 0;
        for (long n = call.integer(0); step != 0 && (step > 0 ? n <= call.integer(1) : n >= call.integer(1)); n +=
                step) {
            if (++count > SERIES_MAX) {
                throw new IllegalArgumentException("a series in a catalog query has at most " + SERIES_MAX + " values");
            }
            numbers.append(count > 1 ? "," : "").append(n);
        }
        return numbers.append(']').toString();
    }

    private static String subscripts(Arguments call) {
        var numbers = new ArrayList<@Nullable String>();
        int size = call.isNull(0) ? 0 : elements(call, 0).size();
        for (int i = 0; i < size; i++) {
            numbers.add(Integer.toString(i + base(call)));
        }
        return ArrayText.json(numbers);
    }
}
