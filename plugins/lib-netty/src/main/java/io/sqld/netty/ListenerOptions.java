package io.sqld.netty;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.frontend.FrontendContext;
import io.sqld.api.service.HostPort;
import io.sqld.api.service.Settings;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every listener can be told, read from the keys that all front ends share.
 *
 * @param address where to listen
 * @param addressKey the full path of the setting that says so, for error messages
 * @param connectionsMax connections served at once; those beyond it are refused
 * @param backlog connections that the kernel holds while accepting pauses
 * @param transport what the event loops wait on
 * @param eventLoopThreads how many event loops, 0 to choose by the number of processors
 * @param writeBufferBytesMax output that one connection may have waiting before its session is parked
 * @param writeStallTimeout how long a client may take nothing of what waits for it before it is cut
 */
public record ListenerOptions(
        HostPort address,
        String addressKey,
        int connectionsMax,
        int backlog,
        Transport transport,
        int eventLoopThreads,
        int writeBufferBytesMax,
        Duration writeStallTimeout) {

    private static final Logger LOG = LoggerFactory.getLogger(ListenerOptions.class);
    private static final int KIB = 1024;

    /**
     * Reads {@code listen}, {@code connections-max}, {@code accept-backlog}, {@code transport}, {@code
     * event-loop-threads}, {@code write-buffer-bytes-max} and {@code write-stall-timeout}; {@code reference.conf} must
     * have them all.
     */
    public static ListenerOptions read(Settings settings) {
        return new ListenerOptions(
                settings.hostPort("listen"),
                settings.path("listen"),
                settings.integer("connections-max", 1, 1_000_000),
                settings.integer("accept-backlog", 1, 65_535),
                settings.choice("transport", Transport.class),
                settings.integer("event-loop-threads", 0, 1024),
                (int) settings.bytes("write-buffer-bytes-max", 64L * KIB, 1024L * KIB * KIB),
                settings.duration("write-stall-timeout", Duration.ofMillis(10), Duration.ofDays(1)));
    }

    /**
     * {@return the address, resolved}
     *
     * @throws SqldException with {@code START_FAILED} if there is no such host
     */
    public InetSocketAddress socketAddress() {
        if (address.host().isEmpty()) {
            return new InetSocketAddress(address.port());
        }
        var resolved = new InetSocketAddress(address.host(), address.port());
        if (resolved.isUnresolved()) {
            throw new SqldException(
                    ErrorCode.START_FAILED, "no host is called " + address.host() + "; set " + addressKey);
        }
        return resolved;
    }

    /**
     * Asks the host whether the server may listen there.
     *
     * @param encrypted whether nobody can read on the way what clients send; if somebody can, the log has a warning
     * @throws SqldException with {@code START_FAILED} if not
     */
    public void check(FrontendContext context, boolean encrypted) {
        InetSocketAddress where = socketAddress();
        context.checkListener(where, addressKey);
        if (!encrypted && !where.getAddress().isLoopbackAddress()) {
            LOG.warn("{}: whoever can listen in on the network reads what clients send, tokens and passwords included; "
                    + "set {} and .key, or have a proxy encrypt", addressKey,
                    addressKey.replaceFirst("listen$", "tls.certificate"));
        }
    }
}
