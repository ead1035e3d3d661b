package io.sqld.api.sql;

/**
 * A parameter of a statement (<a href="https://sqlite.org/lang_expr.html#varparam">syntax</a>).
 *
 * @param index from 1
 * @param name as written, with its prefix: {@code ?2}, {@code :a}, {@code @a}, {@code $a}; empty for a plain {@code ?},
 *     and for the numbers that {@code ?NNN} skips
 */
public record Parameter(int index, String name) {}
