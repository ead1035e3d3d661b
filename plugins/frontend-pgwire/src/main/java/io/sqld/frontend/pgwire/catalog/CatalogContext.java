package io.sqld.frontend.pgwire.catalog;

/** Whose query a scratch database runs, and on which state of the schema. */
interface CatalogContext {
    /** {@return the client} */
    CatalogClient client();

    /** {@return the state of its schema} */
    Snapshot snapshot();
}
