package io.sqld.frontend.http.hrana;

import java.util.Optional;

/**
 * The body of a cursor.
 *
 * @param baton of the stream to continue; empty to open one
 */
public record CursorRequest(Optional<String> baton, Batch batch) {}
