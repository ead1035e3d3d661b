package io.sqld.host;

import io.sqld.api.service.ServerInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** What the build has noted about itself. */
final class BuildInfo {
    private static final String FILE = "build.properties";
    private static final String UNKNOWN = "unknown";

    private BuildInfo() {}

    /** {@return the program that these classes come from} */
    static ServerInfo read() {
        var properties = new Properties();
        try (var in = Objects.requireNonNull(BuildInfo.class.getResourceAsStream(FILE), FILE)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ServerInfo(value(properties, "version"), value(properties, "commit"));
    }

    /** Outside a repository, and in an IDE that does not run the build, the placeholders stay. */
    private static String value(Properties properties, String key) {
        String value = properties.getProperty(key, UNKNOWN);
        return value.startsWith("$") ? UNKNOWN : value;
    }
}
