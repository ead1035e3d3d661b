/** The transactional key-value contract that pages are kept in, modelled on FoundationDB's, and stores that meet it. */
@NullMarked
package io.sqld.storage.mvsqlite.kv;

import org.jspecify.annotations.NullMarked;
