package io.sqld.api.service;

/** What a server is to others. */
public enum Role {
    /** On its own. */
    STANDALONE,
    /** Takes writes and is followed. */
    PRIMARY,
    /** Follows a primary and forwards writes to it. */
    REPLICA
}
