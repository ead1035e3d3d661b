package io.sqld.sqlite;

/** What to do with a throwable that a method handle declares and never throws. */
final class NativeFailure {
    private NativeFailure() {}

    /** Throws unchecked throwables as they are, and returns the others wrapped. */
    static RuntimeException rethrow(Throwable failure) {
        return switch (failure) {
            case Error error -> throw error;
            case RuntimeException exception -> exception;
            default -> new IllegalStateException(failure);
        };
    }
}
