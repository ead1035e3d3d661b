/** Storage back end: multi-version SQLite pages in a transactional key-value store, and the VFS that SQLite sees. */
@NullMarked
package io.sqld.storage.mvsqlite;

import org.jspecify.annotations.NullMarked;
