package io.sqld.api.service;

/**
 * An address to listen at, as configured.
 *
 * @param host a name or a literal address; empty means all interfaces
 * @param port 0 means any free port
 */
public record HostPort(String host, int port) {
    /** Checks the range of the port. */
    public HostPort {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not between 0 and 65535");
        }
    }

    @Override
    public String toString() {
        return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
    }
}
