package io.sqld.frontend.http.json;

/** What a JSON value is. */
public enum JsonKind {
    /** {@code {…}}. */
    OBJECT,
    /** {@code […]}. */
    ARRAY,
    /** {@code "…"}. */
    STRING,
    /** A number. */
    NUMBER,
    /** {@code true} or {@code false}. */
    BOOLEAN,
    /** {@code null}. */
    NULL
}
