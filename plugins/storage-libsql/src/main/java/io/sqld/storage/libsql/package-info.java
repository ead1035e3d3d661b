/** Storage back end: one SQLite or libSQL engine on this node. */
@NullMarked
package io.sqld.storage.libsql;

import org.jspecify.annotations.NullMarked;
