package io.sqld.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.sqld.api.SqldPlugin;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginDirectoryTest {
    @TempDir Path directory;

    @Test
    void aGoodPluginIsLoadedWithItsIdVersionAndFactories() throws Exception {
        PluginJar.of(directory, "good", PluginJar.frontend("good-wire")).write();
        try (var source = new PluginDirectory(directory)) {
            List<InstalledPlugin> plugins = source.load();
            assertThat(plugins).singleElement().satisfies(plugin -> {
                assertThat(plugin.id()).isEqualTo("good");
                assertThat(plugin.version()).isEqualTo("1.2.3");
                assertThat(plugin.place()).isEqualTo(directory.resolve("good.jar").toString());
            });
            assertThat(Factories.of(plugins).frontends()).containsOnlyKeys("good-wire");
        }
    }

    @Test
    void pluginsShareTheContractAndSeeNothingElseOfTheHostOrOfEachOther() throws Exception {
        PluginJar.of(directory, "one", "").source("test.OnlyOne", "package test; public class OnlyOne {}").write();
        PluginJar.of(directory, "two", "").write();
        try (var source = new PluginDirectory(directory)) {
            List<InstalledPlugin> plugins = source.load();
            ClassLoader one = plugins.get(0).loader();
            ClassLoader two = plugins.get(1).loader();
            assertThat(one.loadClass("test.OnlyOne")).isNotNull();
            assertThat(one.loadClass("test.Entry")).isNotSameAs(two.loadClass("test.Entry"));
            assertThat(one.loadClass(SqldPlugin.class.getName())).isSameAs(SqldPlugin.class);
            assertThat(one.loadClass(ConfigFactory.class.getName())).isSameAs(ConfigFactory.class);
            assertThat(one.loadClass("java.sql.Connection")).isSameAs(Connection.class);
            for (String hidden : List.of("test.OnlyOne", "io.sqld.host.Server", "ch.qos.logback.classic.Logger",
                    "org.junit.jupiter.api.Test")) {
                assertThatThrownBy(() -> two.loadClass(hidden)).isInstanceOf(ClassNotFoundException.class);
            }
            assertThat(one.getResource("io/sqld/host/reference.conf")).isNull();
        }
    }

    @Test
    void aCopyOfTheContractInAJarIsHarmless() throws Exception {
        String path = "io/sqld/api/SqldPlugin.class";
        byte[] copy;
        try (InputStream in = SqldPlugin.class.getResourceAsStream("/" + path)) {
            copy = Objects.requireNonNull(in).readAllBytes();
        }
        PluginJar.of(directory, "copied", PluginJar.frontend("copied")).file(path, copy).write();
        try (var source = new PluginDirectory(directory)) {
            assertThat(Factories.of(source.load()).frontends()).containsOnlyKeys("copied");
        }
    }

    @Test
    void closingClosesTheLoaders() throws Exception {
        PluginJar.of(directory, "good", "").source("test.Late", "package test; public class Late {}").write();
        var source = new PluginDirectory(directory);
        ClassLoader loader = source.load().getFirst().loader();
        source.close();
        source.close();
        assertThat(loader).isInstanceOf(URLClassLoader.class);
        assertThatThrownBy(() -> loader.loadClass("test.Late")).isInstanceOf(ClassNotFoundException.class);
    }

    @Test
    void everyUnusableJarIsNamedWithItsReasonAllAtOnce() throws Exception {
        Files.writeString(directory.resolve("a-text.jar"), "not a jar at all");
        PluginJar.of(directory, "b-noid", "").manifest("Plugin-Id", "").write();
        new PluginJar(directory.resolve("c-library.jar")).file("x", "y").write();
        PluginJar.of(directory, "d-noprovider", "").without(PluginJar.SERVICE).write();
        PluginJar.of(directory, "e-throws", "public Entry() { throw new IllegalStateException(\"boom\"); }").write();
        PluginJar.of(directory, "f-missing", "Object field = new Gone();")
                .source("test.Gone", "package test; public class Gone {}")
                .without("test/Gone.class")
                .write();
        PluginJar.of(directory, "g-stranger", "").entry("java.lang.String").write();
        PluginJar.of(directory, "h-typo", "").entry("test.Entri").write();
        PluginJar.of(directory, "i-api2", "").manifest("Plugin-Requires", ">=2.0.0").write();
        PluginJar.of(directory, "j-nonsense", "").manifest("Plugin-Requires", "whatever").write();
        PluginJar.of(directory, "k-first", "").manifest("Plugin-Id", "twin").write();
        PluginJar.of(directory, "l-second", "").manifest("Plugin-Id", "twin").write();
        Files.createDirectory(directory.resolve("m-directory"));
        Files.writeString(directory.resolve("n.zip"), "x");
        PluginJar.of(directory, "o-good", "").write();
        Files.writeString(directory.resolve("README.txt"), "ignored");
        Files.writeString(directory.resolve("off.jar.disabled"), "ignored");

        assertThat(problems()).satisfiesExactlyInAnyOrder(
                p -> assertThat(p).contains("m-directory", "is not a jar"),
                p -> assertThat(p).contains("n.zip", "is not a jar"),
                p -> assertThat(p).contains("a-text.jar", "is not a readable jar"),
                p -> assertThat(p).contains("b-noid.jar", "no Plugin-Id"),
                p -> assertThat(p).contains("c-library.jar", "no Plugin-Id"),
                p -> assertThat(p).contains("d-noprovider.jar", "names no plugin in META-INF/services"),
                p -> assertThat(p).contains("e-throws.jar", "boom"),
                p -> assertThat(p).contains("f-missing.jar", "test/Gone"),
                p -> assertThat(p).contains("g-stranger.jar", "names no plugin").contains("META-INF/services"),
                p -> assertThat(p).contains("h-typo.jar", "test.Entri"),
                p -> assertThat(p).contains("i-api2.jar", ">=2.0.0", "1.0.0"),
                p -> assertThat(p).contains("j-nonsense.jar"),
                p -> assertThat(p).contains("l-second.jar", "twin"));
        assertThat(problems()).allSatisfy(problem -> assertThat(problem).doesNotContain("\n"));
    }

    @Test
    void aDisabledPluginIsLeftOut() throws Exception {
        PluginJar.of(directory, "off", "public Entry() { throw new IllegalStateException(); }").write();
        PluginJar.of(directory, "on", "").write();
        Files.writeString(directory.resolve("disabled.txt"), "off\n");
        try (var source = new PluginDirectory(directory)) {
            assertThat(source.load()).extracting(InstalledPlugin::id).containsExactly("on");
        }
    }

    @Test
    void aMissingDirectoryIsNamedWithTheKeyThatSaysWhereItIs() {
        assertThat(problems(directory.resolve("nowhere"))).singleElement()
                .asString()
                .contains("nowhere",
                        "sqld.plugins-dir");
    }

    @Test
    void anEmptyDirectoryHasNoPlugins() throws Exception {
        try (var source = new PluginDirectory(directory)) {
            assertThat(source.load()).isEmpty();
        }
    }

    @Test
    void factoriesWithOneNameTakenOrMalformedNamesAreRefusedTogether() throws Exception {
        PluginJar.of(directory, "one", PluginJar.frontend("wire")).write();
        PluginJar.of(directory, "two", PluginJar.frontend("wire")).write();
        PluginJar.of(directory, "upper", PluginJar.frontend("Wire!")).write();
        PluginJar.of(directory, "grab", PluginJar.frontend("sqld")).write();
        PluginJar.of(directory, "throws",
                "public List<FrontendFactory> frontends() { throw new IllegalStateException(\"boom\"); }").write();
        try (var source = new PluginDirectory(directory)) {
            List<InstalledPlugin> plugins = source.load();
            assertThatThrownBy(() -> Factories.of(plugins)).isInstanceOfSatisfying(PluginException.class,
                    e -> assertThat(e.problems()).satisfiesExactlyInAnyOrder(
                            p -> assertThat(p).contains("two.jar", "one.jar", "\"wire\""),
                            p -> assertThat(p).contains("upper.jar", "Wire!"),
                            p -> assertThat(p).contains("grab.jar", "\"sqld\""),
                            p -> assertThat(p).contains("throws.jar", "boom")));
        }
    }

    private List<String> problems() throws IOException {
        return problems(directory);
    }

    private static List<String> problems(Path directory) {
        try (var source = new PluginDirectory(directory)) {
            source.load();
            return List.of();
        } catch (PluginException e) {
            return e.problems();
        }
    }
}
