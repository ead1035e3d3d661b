package io.sqld.host;

import io.sqld.api.service.ServerInfo;
import io.sqld.host.plugin.PluginDirectory;
import java.nio.file.Path;
import java.util.List;

/** The entry of {@code bin/sqld}. */
public final class Main {
    /** Set by {@code bin/sqld}. */
    private static final String HOME_PROPERTY = "sqld.home";

    private Main() {}

    /** Runs the command line and ends the process. */
    public static void main(String[] arguments) {
        var installation = new Installation(Path.of(System.getProperty(HOME_PROPERTY, "")).toAbsolutePath(),
                System.getenv(), PluginDirectory::new, info());
        System.exit(new Launcher(installation, System.out, System.err).run(List.of(arguments)));
    }

    /** {@return the program that these classes come from} */
    public static ServerInfo info() {
        return BuildInfo.read();
    }
}
