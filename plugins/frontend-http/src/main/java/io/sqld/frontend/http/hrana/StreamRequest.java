package io.sqld.frontend.http.hrana;

/** A request on a stream, as decoded. */
public sealed interface StreamRequest {
    /** {@code close}. */
    record Close() implements StreamRequest {}

    /** {@code execute}. */
    record Execute(Statement statement) implements StreamRequest {}

    /** {@code batch}. */
    record RunBatch(Batch batch) implements StreamRequest {}

    /** {@code sequence}. */
    record Sequence(SqlText sql, long replicationIndex) implements StreamRequest {}

    /** {@code describe}. */
    record Describe(SqlText sql, long replicationIndex) implements StreamRequest {}

    /** {@code store_sql}. */
    record StoreSql(int id, String sql) implements StreamRequest {}

    /** {@code close_sql}. */
    record CloseSql(int id) implements StreamRequest {}

    /** {@code get_autocommit}. */
    record GetAutocommit() implements StreamRequest {}
}
