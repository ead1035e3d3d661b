package io.sqld.api.error;

/**
 * Who has to act so that the request succeeds. Decides what is logged: only {@link #SERVER} failures carry a stack
 * trace.
 */
public enum ErrorFamily {
    /** The request itself: SQL, parameters, rights, protocol. Repeating it unchanged fails again. */
    CLIENT,
    /** Another transaction was in the way. Repeating the transaction can succeed. */
    CONFLICT,
    /** A limit, a queue or a deadline of this server. Repeating later can succeed. */
    RESOURCE,
    /** The server, its files or its machine. An operator has to look. */
    SERVER
}
