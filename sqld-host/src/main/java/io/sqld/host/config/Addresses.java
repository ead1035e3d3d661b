package io.sqld.host.config;

import io.sqld.api.service.HostPort;
import java.util.Optional;

/** Parses {@code host:port}, {@code [v6]:port} and {@code :port}. */
final class Addresses {
    private Addresses() {}

    /** {@return the address, or empty if {@code text} is none} */
    static Optional<HostPort> parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        String host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        // A bare IPv6 address cannot be told from its port.
        if (!bracketed && (host.indexOf(':') >= 0 || host.indexOf('[') >= 0 || host.indexOf(']') >= 0)) {
            return Optional.empty();
        }
        if (host.chars().anyMatch(Character::isWhitespace)) {
            return Optional.empty();
        }
        return port(text.substring(colon + 1))
                .map(port -> new HostPort(bracketed ? host.substring(1, host.length() - 1) : host, port));
    }

    private static Optional<Integer> port(String digits) {
        if (digits.isEmpty() || digits.length() > 5 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        int port = Integer.parseInt(digits);
        return port <= 65_535 ? Optional.of(port) : Optional.empty();
    }
}
