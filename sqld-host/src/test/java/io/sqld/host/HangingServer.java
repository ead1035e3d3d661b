package io.sqld.host;

import io.sqld.api.SqldPlugin;
import io.sqld.api.frontend.Frontend;
import io.sqld.api.frontend.FrontendContext;
import io.sqld.api.frontend.FrontendFactory;
import io.sqld.api.service.ServerInfo;
import io.sqld.api.service.ServiceContext;
import io.sqld.api.service.Settings;
import io.sqld.api.storage.StorageBackend;
import io.sqld.api.storage.StorageBackendFactory;
import io.sqld.host.plugin.InstalledPlugin;
import io.sqld.host.plugin.PluginSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** A whole process: a server of fakes whose storage never closes if the first argument says so. */
final class HangingServer {
    private HangingServer() {}

    public static void main(String[] arguments) {
        boolean hangs = Boolean.parseBoolean(arguments[0]);
        var installation = new Installation(
                Path.of("nowhere"), Map.of(), directory -> new Source(hangs), new ServerInfo("1", "x"));
        System.exit(new Launcher(installation, System.out, System.err).run(
                List.of(arguments).subList(1, arguments.length)));
    }

    private record Source(boolean hangs) implements PluginSource, SqldPlugin {
        @Override
        public List<InstalledPlugin> load() {
            return List.of(new InstalledPlugin("fake", "1", "fake.jar", Source.class.getClassLoader(), this));
        }

        @Override
        public void close() {}

        @Override
        public List<FrontendFactory> frontends() {
            return List.of(new FrontendFactory() {
                @Override
                public String name() {
                    return "pgwire";
                }

                @Override
                public Prepared<Frontend, FrontendContext> configure(Settings settings) {
                    return context -> new Fakes.Wire("pgwire", new Journal());
                }
            });
        }

        @Override
        public List<StorageBackendFactory> storageBackends() {
            return List.of(new StorageBackendFactory() {
                @Override
                public String name() {
                    return "libsql";
                }

                @Override
                public Prepared<StorageBackend, ServiceContext> configure(Settings settings) {
                    return context -> new Fakes.Storage(new Journal() {
                        @Override
                        synchronized void note(String event) {
                            while (hangs && event.equals("storage close")) {
                                LockSupport.park();
                            }
                        }
                    });
                }
            });
        }
    }
}
