package io.sqld.host;

import io.sqld.api.service.Role;
import io.sqld.api.service.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The section {@code sqld}; {@code config/sqld.conf} explains each key.
 *
 * @param dataDirectory what this server owns
 * @param pluginsDirectory relative to the installation
 * @param frontends names of factories
 * @param authenticator name of a factory, or {@code none}
 * @param unauthenticatedRemoteAllowed whether strangers on other machines may do everything
 * @param storageBackend name of a factory
 * @param role of this server
 * @param replicationStrategy name of a factory; unused while standalone
 * @param namespacesEnabled whether the names of databases count
 * @param limits bounds
 * @param slowStatements what is logged of them
 * @param drainTimeout from the signal to the end of a stop
 * @param watchdogTimeout after which a stop that still has not ended is cut
 * @param logLevel of everything
 */
public record HostSettings(
        Path dataDirectory,
        Path pluginsDirectory,
        List<String> frontends,
        String authenticator,
        boolean unauthenticatedRemoteAllowed,
        String storageBackend,
        Role role,
        String replicationStrategy,
        boolean namespacesEnabled,
        HostLimits limits,
        SlowStatementSettings slowStatements,
        Duration drainTimeout,
        Duration watchdogTimeout,
        LogLevel logLevel) {
    /** The name of the section. */
    public static final String SECTION = "sqld";

    private static final Duration TIMEOUT_MIN = Duration.ofMillis(1);
    private static final Duration TIMEOUT_MAX = Duration.ofHours(1);

    /** {@return the settings; problems are noted in {@code settings}} */
    public static HostSettings from(Settings settings) {
        Settings replication = settings.section("replication");
        return new HostSettings(
                settings.filePath("data-dir"),
                settings.filePath("plugins-dir"),
                settings.strings("frontends"),
                settings.string("authenticator"),
                settings.bool("allow-unauthenticated-remote"),
                settings.section("storage").string("backend"),
                replication.choice("role", Role.class),
                replication.string("strategy"),
                settings.section("namespaces").bool("enabled"),
                HostLimits.from(settings.section("limits")),
                SlowStatementSettings.from(settings.section("slow-statements")),
                settings.duration("drain-timeout", TIMEOUT_MIN, TIMEOUT_MAX),
                settings.duration("watchdog-timeout", TIMEOUT_MIN, TIMEOUT_MAX),
                settings.section("log").choice("level", LogLevel.class));
    }
}
