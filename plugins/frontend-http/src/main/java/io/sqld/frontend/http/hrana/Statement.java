package io.sqld.frontend.http.hrana;

/**
 * A {@code Stmt}.
 *
 * @param replicationIndex the frame that it wants to see at least; 0 for any
 */
public record Statement(SqlText sql, Arguments arguments, boolean rowsWanted, long replicationIndex) {
    /** {@return this, which wants to see at least {@code index} too} */
    Statement since(long index) {
        return index <= replicationIndex ? this : new Statement(sql, arguments, rowsWanted, index);
    }
}
