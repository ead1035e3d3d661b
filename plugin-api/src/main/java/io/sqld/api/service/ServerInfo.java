package io.sqld.api.service;

/**
 * The running program.
 *
 * @param version the version of the build, for instance {@code 0.1.0}
 * @param commit the abbreviated commit it was built from, or {@code unknown}
 */
public record ServerInfo(String version, String commit) {}
