package io.sqld.frontend.http.hrana;

/**
 * What a stream may store.
 *
 * @param textsMax SQL texts, {@code http.limits.stored-sql-max}
 * @param textCharsMax characters in one of them, {@code http.limits.stored-sql-chars-max}
 */
public record StoreLimits(int textsMax, int textCharsMax) {}
