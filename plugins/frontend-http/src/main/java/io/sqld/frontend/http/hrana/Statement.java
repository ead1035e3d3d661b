package io.sqld.frontend.http.hrana;

/**
 * A {@code Stmt}.
 *
 * @param replicationIndex the frame that it wants to see at least; 0 for any
 */
public record Statement(SqlText sql, Arguments arguments, boolean rowsWanted, long replicationIndex) {}
