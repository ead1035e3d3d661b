/** Binding to the SQLite C API through foreign functions. */
@NullMarked
package io.sqld.sqlite;

import org.jspecify.annotations.NullMarked;
