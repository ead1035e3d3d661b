/**
 * A database as SQL text that makes it anew, in the manner of the {@code .dump} command of SQLite's shell. Knows
 * neither HTTP nor storage.
 */
@NullMarked
package io.sqld.frontend.http.dump;

import org.jspecify.annotations.NullMarked;
