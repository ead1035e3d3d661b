package io.sqld.frontend.http.hrana;

/** Encodes the entries of a cursor, one after the other. */
interface EntryEncoder extends ProgramEncoder {
    /** Appends the entry that ends a cursor whose batch failed as a whole. */
    void error(HranaError error);

    /** Withdraws the entry that has begun and is not complete. */
    void withdrawEntry();
}
