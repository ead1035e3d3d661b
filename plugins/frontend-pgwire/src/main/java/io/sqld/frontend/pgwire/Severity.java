package io.sqld.frontend.pgwire;

/** How bad it is; the names are those on the wire. */
enum Severity {
    /** The connection ends. */
    FATAL,
    /** The command failed. */
    ERROR,
    /** Something that the client may want to know about. */
    WARNING,
    /** Something helpful. */
    NOTICE,
    /** Something that the client has asked to be told. */
    LOG;

    /** {@return whether it travels as a NoticeResponse} */
    boolean isNotice() {
        return this == WARNING || this == NOTICE || this == LOG;
    }
}
