package io.sqld.frontend.pgwire;

/**
 * The type of a result column.
 *
 * @param type the type
 * @param modifier {@code atttypmod}: length or precision, -1 for none
 */
record ColumnType(PgType type, int modifier) {
    static final ColumnType TEXT = of(PgType.TEXT);

    /** {@return a type without a modifier} */
    static ColumnType of(PgType type) {
        return new ColumnType(type, -1);
    }
}
