package io.sqld.frontend.http.hrana;

/**
 * What may be stored on a stream, or on a WebSocket by all its streams.
 *
 * @param section of the configuration that says so, for messages
 * @param textsMax SQL texts, {@code stored-sql-max}
 * @param textCharsMax characters in one of them, {@code stored-sql-chars-max}
 * @param allCharsMax characters in all of them
 */
public record StoreLimits(String section, int textsMax, int textCharsMax, long allCharsMax) {}
