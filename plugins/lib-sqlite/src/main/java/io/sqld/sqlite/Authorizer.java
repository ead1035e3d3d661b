package io.sqld.sqlite;

/**
 * Decides what statements may do (<a href="https://sqlite.org/c3ref/set_authorizer.html">set_authorizer</a>). Called
 * while a statement is prepared, also when SQLite prepares it anew inside {@link SqliteStatement#step()}. Must not use
 * the connection. An exception denies, and becomes the cause of the {@link SqliteException}.
 */
@FunctionalInterface
public interface Authorizer {
    /** {@return {@link AuthorizerAction#ALLOW}, {@link AuthorizerAction#DENY} or {@link AuthorizerAction#IGNORE}} */
    int authorize(AuthorizerRequest request);
}
