package io.sqld.dev;

import io.sqld.host.Installation;
import io.sqld.host.Launcher;
import io.sqld.host.Main;
import io.sqld.host.plugin.ClasspathPlugins;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The server with all plugins of the class path, without jars and isolation: run or debug it from an IDE, in the root
 * of the repository, with {@code --enable-native-access=ALL-UNNAMED}. It takes the arguments of {@code bin/sqld}, and
 * serves the line protocol too with {@code --set 'sqld.frontends=["pgwire", "http", "line"]'}.
 */
public final class DevServer {
    private DevServer() {}

    /** Runs the command line and ends the process. */
    public static void main(String[] arguments) {
        System.exit(launcher(Path.of(""), System.getenv(), System.out, System.err).run(List.of(arguments)));
    }

    static Launcher launcher(Path home, Map<String, String> environment, PrintStream out, PrintStream err) {
        ClassLoader loader = DevServer.class.getClassLoader();
        var installation = new Installation(home.toAbsolutePath(), environment,
                directory -> new ClasspathPlugins(loader), Main.info());
        return new Launcher(installation, out, err);
    }
}
