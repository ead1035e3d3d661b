package io.sqld.frontend.pgwire.catalog;

/** The type that clients see for a type that CREATE TABLE declares. The catalog and RowDescription must agree. */
@FunctionalInterface
public interface TypeOracle {
    /**
     * A type with its length or precision.
     *
     * @param modifier {@code atttypmod}, -1 for none
     */
    record Declared(int oid, int modifier) {}

    /** {@return the type for a declaration, empty if the column has none} */
    Declared of(String declaration);
}
