package io.sqld.host;

/**
 * Where a server stands.
 *
 * <pre>
 * NEW --> STARTING --> RUNNING --> DRAINING --> STOPPED
 *             |                       |
 *             +------> FAILED <-------+
 * </pre>
 */
public enum ServerState {
    /** Made, not started. */
    NEW,
    /** Services start. */
    STARTING,
    /** Serves. */
    RUNNING,
    /** Takes nothing new, lets work in hand end, and closes. */
    DRAINING,
    /** All closed. */
    STOPPED,
    /** Did not start, or did not close cleanly. All that could be closed is. */
    FAILED
}
