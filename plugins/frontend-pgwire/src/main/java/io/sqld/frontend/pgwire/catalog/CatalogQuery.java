package io.sqld.frontend.pgwire.catalog;

import java.util.List;

/**
 * A query on the catalogs, understood: its text for the scratch database, and the types that clients see. Depends on
 * the text alone, so that all connections share it.
 */
public final class CatalogQuery {
    private final Rewritten rewritten;
    private final List<ResultColumn> columns;
    private final int[] parameterOids;
    private final int end;

    /** A column of the result, with its type and length. */
    public record ResultColumn(String label, int typeOid) {}

    CatalogQuery(Rewritten rewritten, List<ResultColumn> columns, int[] parameterOids, int end) {
        this.rewritten = rewritten;
        this.columns = List.copyOf(columns);
        this.parameterOids = parameterOids.clone();
        this.end = end;
    }

    /** {@return the columns of the result} */
    public List<ResultColumn> columns() {
        return columns;
    }

    /** {@return the types of the parameters, as the text tells them; text where it does not} */
    public int[] parameterOids() {
        return parameterOids.clone();
    }

    /** {@return how long the statement is, in chars: where the next one begins} */
    public int length() {
        return end;
    }

    /** {@return the place in the client's statement, in chars, that a place in the scratch database's text means} */
    public int place(int offset) {
        return rewritten.places().source(offset);
    }

    Rewritten rewritten() {
        return rewritten;
    }
}
