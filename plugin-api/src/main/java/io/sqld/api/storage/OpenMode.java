package io.sqld.api.storage;

/** What to do when a namespace has no database yet. */
public enum OpenMode {
    /** Fail with {@code NAMESPACE_NOT_FOUND}. */
    EXISTING,
    /** Create an empty one. */
    CREATE
}
