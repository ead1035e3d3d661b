package io.sqld.frontend.http;

/** How a log line looks. */
enum LogFormat {
    /** For people. */
    TEXT,
    /** For programs: one object. */
    JSON
}
