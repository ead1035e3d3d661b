package io.sqld.api.service;

/** How a {@link Service#drain drain} ended. */
public enum DrainResult {
    /** All work in hand ended by itself. */
    DRAINED,
    /** The deadline came first; {@link Service#close()} cuts what is left. */
    DEADLINE
}
