package io.sqld.storage.mvsqlite;

import io.sqld.storage.mvsqlite.kv.Versionstamp;

/**
 * A state of a namespace: that after the commit at a version.
 *
 * @param version the commit
 * @param readVersion a version of the store at which everything of that state can be read
 */
record Snapshot(Versionstamp version, long readVersion) {}
