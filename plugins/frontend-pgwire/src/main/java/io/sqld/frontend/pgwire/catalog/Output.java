package io.sqld.frontend.pgwire.catalog;

/**
 * A column of a query's result.
 *
 * @param label its name
 * @param type its OID, {@link PgTypes#UNKNOWN} if it cannot be told
 */
record Output(String label, int type) {}
