package io.sqld.sqlite;

/**
 * What a checkpoint did.
 *
 * @param busy whether a lock of another connection kept it from completing
 * @param logFrames frames in the WAL; -1 if the database has none
 * @param checkpointedFrames frames of these that are in the database file now; -1 likewise
 */
public record CheckpointResult(boolean busy, int logFrames, int checkpointedFrames) {}
