package io.sqld.host;

/** How much is logged: each level includes those before it. */
public enum LogLevel {
    /** What somebody has to repair. */
    ERROR,
    /** What somebody should look at. */
    WARN,
    /** What happens to the server as a whole. */
    INFO,
    /** What happens to clients. */
    DEBUG,
    /** Everything. */
    TRACE
}
