package io.sqld.api.auth;

/** A right on a database. Storage enforces it through SQLite's authorizer, never by reading SQL text. */
public enum Permission {
    /** Read tables. */
    READ,
    /** Insert, update, delete. */
    WRITE,
    /** Create, alter and drop tables, indexes, views and triggers. */
    SCHEMA,
    /** Attach other databases. */
    ATTACH,
    /**
     * What reaches beyond the database: files of the server by name, and settings of the engine that its operator has
     * opened.
     */
    ADMIN
}
