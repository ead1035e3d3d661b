package io.sqld.api.sql;

/**
 * A scalar function that SQL can call, as an
 * <a href="https://sqlite.org/appfunc.html">application-defined function</a>.
 *
 * @param name in any case
 * @param arguments how many it takes; -1 for any number
 * @param deterministic whether the same arguments give the same result within one statement
 * @param body what it does
 */
public record SqlFunction(String name, int arguments, boolean deterministic, Body body) {
    /** What a function does. */
    @FunctionalInterface
    public interface Body {
        /**
         * Passes exactly one value to {@code result}. Runs on the thread of the statement that calls the function.
         *
         * @throws RuntimeException fails the statement with its message
         */
        void call(Arguments arguments, ValueSink result);
    }

    /** The arguments of one call, counted from 0; valid only during the call. Conversions are those of CAST. */
    public interface Arguments {
        /** {@return how many there are} */
        int count();

        /** {@return whether an argument is NULL} */
        boolean isNull(int argument);

        /** {@return whether an argument is an INTEGER or REAL} */
        boolean isNumber(int argument);

        /** {@return an argument as an integer; 0 for NULL} */
        long integer(int argument);

        /** {@return an argument as a string; empty for NULL} */
        String text(int argument);

        /** Passes an argument on as it is. */
        void pass(int argument, ValueSink target);
    }
}
