package io.sqld.sqlite;

/**
 * An SQL function. Runs on the thread of the statement that calls it, and may use its connection, but neither close it
 * nor touch the statement that is running. An exception makes the statement fail with its message, and becomes the
 * cause of the {@link SqliteException}.
 */
@FunctionalInterface
public interface ScalarFunction {
    /** Reads the arguments and passes one value to {@link FunctionCall#result()}; NULL if it passes none. */
    void call(FunctionCall call);
}
