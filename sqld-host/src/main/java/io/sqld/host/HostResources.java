package io.sqld.host;

import io.sqld.host.config.Defaults;
import io.sqld.host.config.EnvironmentNames;
import java.net.URL;
import java.util.Objects;
import java.util.Set;

/** The host's own defaults and environment variables. */
public final class HostResources {
    /** Variables that {@code bin/sqld} reads. */
    static final Set<String> LAUNCH_VARIABLES = Set.of("SQLD_JAVA_OPTS");

    private HostResources() {}

    /** {@return the defaults of the section {@code sqld}} */
    public static Defaults defaults() {
        return new Defaults("sqld", resource("reference.conf"), Set.of(HostSettings.SECTION));
    }

    /** {@return the variables that set keys of the section {@code sqld}} */
    public static EnvironmentNames environmentNames() {
        return EnvironmentNames.read(resource("environment.conf"));
    }

    private static URL resource(String name) {
        return Objects.requireNonNull(HostResources.class.getResource(name), name);
    }
}
