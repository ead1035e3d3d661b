package io.sqld.sqlite;

/**
 * Called again and again while a statement runs. Must not use the connection, but for {@code interrupt()}. An exception
 * interrupts the statement and becomes the cause of its {@link SqliteException}.
 */
@FunctionalInterface
public interface ProgressHandler {
    /** {@return whether to go on; if not, the statement fails with {@link ResultCode#INTERRUPT}} */
    boolean proceed();
}
