/**
 * Hrana (<a href="https://github.com/tursodatabase/libsql/blob/main/docs/HRANA_3_SPEC.md">version 3</a>): its requests,
 * how they are decoded, run and answered. Knows neither HTTP nor sockets, so that HTTP, cursors and WebSocket share it.
 */
@NullMarked
package io.sqld.frontend.http.hrana;

import org.jspecify.annotations.NullMarked;
