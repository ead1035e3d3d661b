package io.sqld.frontend.pgwire;

import io.sqld.api.service.Settings;
import io.sqld.netty.ListenerOptions;
import java.time.Duration;

/**
 * The section {@code pgwire}.
 *
 * @param listener where and how to listen
 * @param authenticationTimeout how long a client may take to introduce itself
 * @param messageBytesMax the largest message taken
 * @param pendingBytesMax messages that may wait for a session before its client is no longer read
 * @param rowBytesMax the largest row sent
 * @param statementsMax prepared statements of one connection
 * @param statementBytesMax memory that these may hold on to
 * @param portalsMax portals of one connection
 */
record PgwireSettings(
        ListenerOptions listener,
        Duration authenticationTimeout,
        int messageBytesMax,
        long pendingBytesMax,
        int rowBytesMax,
        int statementsMax,
        long statementBytesMax,
        int portalsMax) {

    private static final int MIB = 1 << 20;

    /** Reads the section. */
    static PgwireSettings read(Settings settings) {
        return new PgwireSettings(
                ListenerOptions.read(settings),
                settings.duration("authentication-timeout", Duration.ofMillis(10), Duration.ofHours(1)),
                (int) settings.bytes("message-bytes-max", 1024, 1024L * MIB - 1),
                settings.bytes("pending-bytes-max", 1024, 1024L * MIB),
                (int) settings.bytes("row-bytes-max", 1024, 1024L * MIB),
                settings.integer("statements-max", 1, 1_000_000),
                settings.bytes("statement-bytes-max", 1024, 1024L * MIB),
                settings.integer("portals-max", 1, 1_000_000));
    }
}
