package io.sqld.frontend.pgwire;

/**
 * Decides about values that do not fit the type that their column was described with, and remembers for a warning that
 * there were any. One for each connection.
 */
final class TypeConflicts {
    /** Knows which column is being encoded. */
    @FunctionalInterface
    interface Place {
        /** {@return the name of the column} */
        String column();
    }

    private TypeRules.Conflicts policy = TypeRules.Conflicts.LENIENT;
    private Place place = () -> "";
    private String first = "";

    /** From now on, {@code newPlace} knows where values come from. */
    void at(Place newPlace) {
        place = newPlace;
    }

    /** A statement begins, or goes on. */
    void begin(TypeRules.Conflicts newPolicy) {
        policy = newPolicy;
    }

    /**
     * A value cannot be encoded as its type.
     *
     * @return whether NULL is sent in its place; if not, it is sent as it is
     * @throws PgException if it is neither
     */
    boolean sendsNull(PgType type, String storageClass, boolean binary) {
        boolean asNull = policy == TypeRules.Conflicts.NULL;
        if (policy == TypeRules.Conflicts.STRICT) {
            throw PgError.error(SqlState.INVALID_TEXT_REPRESENTATION,
                    "a value of storage class " + storageClass + " does not fit type " + type.sqlName())
                    .withHint("CAST the column, correct the stored value, or SET sqld.type_conflict = lenient.")
                    .raise();
        }
        if (binary && !asNull) {
            throw CellEncoder.mismatch(type, storageClass);
        }
        if (first.isEmpty()) {
            first = "column \"" + place.column() + "\" is of type " + type.sqlName()
                    + " and has a value of storage class "
                    + storageClass + " that does not fit; it is sent as " + (asNull ? "NULL" : "it is");
        }
        return asNull;
    }

    /** {@return the warning about the statement that has ended; empty if there is nothing to say} */
    String takeWarning() {
        String warning = first;
        first = "";
        return warning;
    }
}
