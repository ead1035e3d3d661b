package io.sqld.frontend.http.hrana;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.sql.Parameter;
import io.sqld.api.sql.ParameterSource;
import io.sqld.api.sql.ValueSink;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a statement (Hrana 3, "Execute a statement"). Positional ones go to the parameters with index 1, 2
 * and so on, whatever these are called; named ones to the parameter of that name, or to {@code :name}, {@code @name}
 * and {@code $name} if they come without a prefix. Both may be used together: a named one then wins.
 *
 * <p>Every parameter needs an argument and every argument a parameter.
 *
 * @param named by name, with or without its prefix; shared, not to be changed any more
 */
public record Arguments(List<Value> positional, Map<String, Value> named) implements ParameterSource {
    /** No arguments. */
    public static final Arguments NONE = new Arguments(List.of(), Map.of());

    @Override
    public void check(List<Parameter> expected) {
        if (positional.size() > expected.size()) {
            throw tooMany(expected.size());
        }
        for (int i = 0; i < expected.size(); i++) {
            if (find(expected.get(i)) == null) {
                throw missing(expected.get(i));
            }
        }
        if (!named.isEmpty()) {
            checkAllUsed(expected);
        }
    }

    @Override
    public void bind(Parameter parameter, ValueSink target) {
        Value value = find(parameter);
        if (value == null) {
            throw missing(parameter);
        }
        value.push(target);
    }

    private @Nullable Value find(Parameter parameter) {
        if (!named.isEmpty() && !parameter.name().isEmpty()) {
            Value exact = named.get(parameter.name());
            if (exact != null) {
                return exact;
            }
            Value bare = isNumber(parameter) ? null : named.get(parameter.name().substring(1));
            if (bare != null) {
                return bare;
            }
        }
        int position = parameter.index() - 1;
        return position < positional.size() ? positional.get(position) : null;
    }

    private void checkAllUsed(List<Parameter> expected) {
        var unused = new HashSet<String>(named.keySet());
        for (Parameter parameter : expected) {
            if (!parameter.name().isEmpty() && !unused.remove(parameter.name())) {
                unused.remove(parameter.name().substring(1));
            }
        }
        if (!unused.isEmpty()) {
            throw positional.size() + named.size() > expected.size()
                    ? tooMany(expected.size())
                    : invalid("the statement has no parameter named " + unused.iterator().next());
        }
    }

    private SqldException tooMany(int expected) {
        return invalid("too many parameters, expected " + expected + " found " + (positional.size() + named.size()));
    }

    private static SqldException missing(Parameter parameter) {
        boolean named = !parameter.name().isEmpty() && !isNumber(parameter);
        return invalid("value for parameter " + (named ? parameter.name() : parameter.index()) + " not found");
    }

    private static boolean isNumber(Parameter parameter) {
        return parameter.name().charAt(0) == '?';
    }

    private static SqldException invalid(String message) {
        return new SqldException(ErrorCode.PARAMETERS_INVALID, message);
    }
}
