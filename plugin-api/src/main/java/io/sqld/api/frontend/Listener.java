package io.sqld.api.frontend;

import java.net.InetSocketAddress;

/**
 * A bound listener, for the start-up line.
 *
 * @param protocol as users call it, for instance {@code PostgreSQL}
 * @param address with the real port
 * @param hint how to reach it, for instance a URL or a command; may be empty
 */
public record Listener(String protocol, InetSocketAddress address, String hint) {}
