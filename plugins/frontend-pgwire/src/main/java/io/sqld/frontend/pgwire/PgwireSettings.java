package io.sqld.frontend.pgwire;

import io.sqld.api.service.Settings;
import io.sqld.netty.ListenerOptions;
import io.sqld.netty.TlsSettings;
import java.time.Duration;
import java.util.Optional;

/**
 * The section {@code pgwire}.
 *
 * @param listener where and how to listen
 * @param authenticationTimeout how long a client may take to introduce itself
 * @param tls how to encrypt, if the server can
 * @param tlsRequired whether clients must encrypt
 * @param cleartextPasswordAllowed whether passwords and tokens may come over a connection that is not encrypted
 * @param messageBytesMax the largest message taken
 * @param pendingBytesMax messages that may wait for a session before its client is no longer read
 * @param rowBytesMax the largest row sent
 * @param statementsMax prepared statements of one connection
 * @param statementBytesMax memory that these may hold on to
 * @param portalsMax portals of one connection
 * @param cursorBytesMax rows kept for a cursor that goes back or outlives its transaction
 * @param notificationsMax notifications that may wait for one client, or be made by one transaction
 * @param advisoryLocksMax advisory locks of one session
 * @param catalogQueriesMax queries on the catalogs under way at once, of all connections
 */
record PgwireSettings(
        ListenerOptions listener,
        Duration authenticationTimeout,
        Optional<TlsSettings> tls,
        boolean tlsRequired,
        boolean cleartextPasswordAllowed,
        int messageBytesMax,
        long pendingBytesMax,
        int rowBytesMax,
        int statementsMax,
        long statementBytesMax,
        int portalsMax,
        int cursorBytesMax,
        int notificationsMax,
        int advisoryLocksMax,
        int catalogQueriesMax) {

    private static final int MIB = 1 << 20;

    /** Reads the section. */
    static PgwireSettings read(Settings settings) {
        Optional<TlsSettings> tls = TlsSettings.read(settings);
        boolean tlsRequired = settings.section("tls").bool("require");
        if (tlsRequired && tls.isEmpty()) {
            settings.section("tls").problem("require", "needs a certificate and its key");
        }
        return new PgwireSettings(
                ListenerOptions.read(settings),
                settings.duration("authentication-timeout", Duration.ofMillis(10), Duration.ofHours(1)),
                tls,
                tlsRequired,
                settings.bool("allow-cleartext-password"),
                (int) settings.bytes("message-bytes-max", 1024, 1024L * MIB - 1),
                settings.bytes("pending-bytes-max", 1024, 1024L * MIB),
                (int) settings.bytes("row-bytes-max", 1024, 1024L * MIB),
                settings.integer("statements-max", 1, 1_000_000),
                settings.bytes("statement-bytes-max", 1024, 1024L * MIB),
                settings.integer("portals-max", 1, 1_000_000),
                (int) settings.bytes("cursor-bytes-max", 1024, 1024L * MIB),
                settings.integer("notifications-max", 1, 10_000_000),
                settings.integer("advisory-locks-max", 1, 10_000_000),
                settings.integer("catalog-queries-max", 1, 100_000));
    }
}
