package io.sqld.host;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.sqld.host.plugin.PluginException;
import io.sqld.host.plugin.PluginSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LauncherTest {
    @TempDir Path home;

    private final Journal journal = new Journal();
    private final Map<String, String> environment = new HashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private List<String> pluginProblems = List.of();

    @BeforeEach
    void resources() throws IOException {
        Path resources = Files.createDirectories(home.resolve("resources"));
        Files.writeString(resources.resolve("reference.conf"),
                "pgwire { listen = \":5432\", password = \"\" }\nlibsql { file = \"\" }\n");
        Files.writeString(resources.resolve("environment.conf"), "SQLD_PG = pgwire.listen\n");
        Files.createDirectories(home.resolve("config"));
    }

    @Test
    void checkConfigIsContentWithARightConfigurationAndStartsNothing() {
        assertThat(run("--set", "sqld.frontends=pgwire", "--check-config")).isZero();
        assertThat(out()).isEqualTo("the configuration is fine\n");
        assertThat(journal.events()).containsExactly("source closed");
    }

    @Test
    void theConfigurationOfTheInstallationIsReadUnlessAnotherIsNamed() throws IOException {
        Files.writeString(home.resolve("config/sqld.conf"), "sqld { frontends = [pgwire], drain-timeout = 7s }");
        assertThat(run("--print-config")).isZero();
        assertThat(out()).contains("sqld.drain-timeout = \"7s\"  # " + home.resolve("config/sqld.conf") + ":1");

        Path other = Files.writeString(home.resolve("other.conf"), "sqld.frontends = [pgwire]");
        out.reset();
        assertThat(run("--config", other.toString(), "--print-config")).isZero();
        assertThat(out()).contains("sqld.drain-timeout = \"10s\"  # default");
    }

    @Test
    void printConfigShowsEveryKeyWithItsPlaceAndMasksSecrets() {
        environment.put("SQLD_PG", "localhost:1");
        assertThat(run("--set", "sqld.frontends=pgwire", "--set", "pgwire.password=s3cret", "--print-config", "app.db"))
                .isZero();
        assertThat(out()).contains("pgwire.listen = \"localhost:1\"  # environment variable SQLD_PG\n",
                "pgwire.password = \"***\"  # --set\n", "sqld.limits.sessions = 10000  # default\n",
                "libsql.file = \"app.db\"  # the command line\n")
                .containsPattern("sqld.data-dir = \".*/app.db-sqld\"  # the command line\n")
                .doesNotContain("s3cret");
    }

    @Test
    void aDataDirectoryThatTheUserChoseIsKeptAlsoForAFile() throws IOException {
        Path file = Files.writeString(home.resolve("other.conf"), "sqld { frontends = [pgwire], data-dir = mine }");
        assertThat(run("--config", file.toString(), "--print-config", "app.db")).isZero();
        assertThat(out()).contains("sqld.data-dir = \"mine\"");
    }

    @Test
    void mistakesInTheConfigurationAreListedWithNumbersAndTheStatusIs3() throws IOException {
        Path file = Files.writeString(home.resolve("bad.conf"), """
                sqld {
                  frontends = [pgwir, pgwire, pgwire]
                  storage.backend = libsq
                  limits.sesions = 5
                  authenticator = ldap
                  replication.role = primary
                }
                pgwires.listen = x
                """);
        assertThat(run("--config", file.toString())).isEqualTo(3);
        assertThat(err()).startsWith("sqld: the configuration is wrong, for 7 reasons:\n  1. ")
                .contains("\n  7. ")
                .contains(file + ":2: sqld.frontends: no installed plugin offers \"pgwir\"; did you mean pgwire?",
                        file + ":2: sqld.frontends: names pgwire twice",
                        file + ":3: sqld.storage.backend: no installed plugin offers \"libsq\"; did you mean libsql?",
                        file + ":4: sqld.limits.sesions: unknown key; did you mean sqld.limits.sessions?",
                        file + ":5: sqld.authenticator: no installed plugin offers \"ldap\"",
                        "sqld.replication.strategy: no installed plugin offers \"push\"",
                        file + ":8: pgwires: unknown section", "did you mean pgwire?");
        assertThat(journal.events()).containsExactly("source closed");
    }

    @Test
    void oneMistakeIsOneLine() {
        assertThat(run("--set", "sqld.frontends=[]", "--check-config")).isEqualTo(3);
        assertThat(err())
                .isEqualTo("sqld: the configuration is wrong: --set: sqld.frontends: names no front end, "
                        + "so that no client could connect\n");
    }

    @Test
    void aPluginThatFailsToReadItsSectionIsNamed() {
        journal.fail("configure pgwire");
        assertThat(run("--set", "sqld.frontends=pgwire")).isEqualTo(3);
        assertThat(err()).contains("fake.jar: pgwire: the plugin failed to read its configuration")
                .doesNotContain("\tat ");
    }

    @Test
    void pluginsThatCannotBeUsedAreListedAndTheStatusIs4() {
        pluginProblems = List.of("a.jar: broken", "b.jar: broken too");
        assertThat(run()).isEqualTo(4);
        assertThat(err()).isEqualTo(
                "sqld: plugins cannot be used, for 2 reasons:\n  1. a.jar: broken\n  2. b.jar: broken too\n");
    }

    @Test
    void listPluginsNamesWhatEachOffers() {
        assertThat(run("--list-plugins")).isZero();
        assertThat(out()).isEqualTo("fake 9 (fake.jar)\n  front end pgwire\n  storage back end libsql\n");
    }

    @Test
    void aServerThatCannotStartSaysWhyInOneLineAndTheStatusIs5() {
        journal.fail("storage start");
        assertThat(run("--set", "sqld.frontends=pgwire", "--set", "sqld.data-dir=" + home.resolve("data")))
                .isEqualTo(5);
        assertThat(err()).isEqualTo("sqld: cannot start: storage start failed as asked\n");
        assertThat(journal.events()).endsWith("storage close", "source closed");
    }

    @Test
    void wrongUsageIsOneLineAndTheStatusIs2() {
        assertThat(run("--sett", "a=b")).isEqualTo(2);
        assertThat(err())
                .isEqualTo("sqld: unknown option --sett; did you mean --set? (sqld --help lists the options)\n");
    }

    @Test
    void versionAndHelpNeedNoConfiguration() throws IOException {
        Files.writeString(home.resolve("config/sqld.conf"), "{{{");
        assertThat(run("--version")).isZero();
        assertThat(out()).isEqualTo("sqld 1.2 (abc)\n");
        assertThat(run("--help")).isZero();
        assertThat(out()).contains("usage: sqld [FILE] [options]");
    }

    private int run(String... arguments) {
        var installation =
                new Installation(home, environment, directory -> new FakeSource(), new ServerInfo("1.2", "abc"));
        return new Launcher(installation, new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8)).run(List.of(arguments));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    private final class FakeSource implements PluginSource {
        @Override
        public List<InstalledPlugin> load() throws PluginException {
            if (!pluginProblems.isEmpty()) {
                throw new PluginException(pluginProblems);
            }
            try {
                var loader = new URLClassLoader(new URL[] {home.resolve("resources").toUri().toURL()}, null);
                return List.of(new InstalledPlugin("fake", "9", "fake.jar", loader, new FakePlugin()));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void close() {
            journal.note("source closed");
        }
    }

    private final class FakePlugin implements SqldPlugin {
        @Override
        public List<FrontendFactory> frontends() {
            return List.of(new FrontendFactory() {
                @Override
                public String name() {
                    return "pgwire";
                }

                @Override
                public Prepared<Frontend, FrontendContext> configure(Settings settings) {
                    if (journal.fails("configure pgwire")) {
                        throw new IllegalStateException("as asked");
                    }
                    settings.hostPort("listen");
                    settings.secret("password");
                    return context -> new Fakes.Wire("pgwire", journal);
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
                    settings.optionalString("file");
                    return context -> new Fakes.Storage(journal);
                }
            });
        }
    }
}
