package io.sqld.frontend.pgwire.catalog;

import io.sqld.api.sql.SqlFunction;
import io.sqld.api.sql.SqlFunction.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Collects SQL functions. */
final class FunctionList {
    private final List<SqlFunction> functions = new ArrayList<>();

    /** {@return all of them} */
    List<SqlFunction> functions() {
        return functions;
    }

    /** Adds a function that gives a string; NULL if its first argument is NULL. */
    FunctionList text(String name, int arguments, Function<Arguments, String> body) {
        return add(name, arguments, (call, result) -> {
            if (call.count() > 0 && call.isNull(0)) {
                result.nullValue();
            } else {
                result.text(body.apply(call));
            }
        });
    }

    /** Adds a function that gives a number; NULL if its first argument is NULL. */
    FunctionList number(String name, int arguments, ToLongFunction<Arguments> body) {
        return add(name, arguments, (call, result) -> {
            if (call.count() > 0 && call.isNull(0)) {
                result.nullValue();
            } else {
                result.integer(body.applyAsLong(call));
            }
        });
    }

    /** Adds functions that always give the same number. */
    FunctionList always(long number, String... names) {
        for (String name : names) {
            add(name, -1, (call, result) -> result.integer(number));
        }
        return this;
    }

    /** Adds functions that always give NULL: there is nothing of the kind here. */
    FunctionList nothing(String... names) {
        for (String name : names) {
            add(name, -1, (call, result) -> result.nullValue());
        }
        return this;
    }

    /** Adds a function. */
    FunctionList add(String name, int arguments, SqlFunction.Body body) {
        functions.add(new SqlFunction(name, arguments, false, body));
        return this;
    }
}
