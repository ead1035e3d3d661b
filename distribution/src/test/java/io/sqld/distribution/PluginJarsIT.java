package io.sqld.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PluginJarsIT {
    private static final Path TREE = Path.of("target/sqld");
    private static final Map<String, String> GOOD = Map.of("Multi-Release", "true", "Plugin-Id", "a", "Plugin-Version",
            "1", "Plugin-Requires", ">=1.0.0", "Plugin-Description", "a", "Plugin-License", "Apache-2.0");

    @TempDir private Path directory;

    @Test
    void thePluginsOfTheDistributionAreWellFormed() throws IOException {
        List<Path> jars = jars(TREE.resolve("plugins"));
        assertThat(jars).extracting(jar -> jar.getFileName().toString().replaceFirst("-\\d.*", ""))
                .containsExactly(
                        "sqld-auth", "sqld-frontend-http", "sqld-frontend-pgwire", "sqld-storage-libsql");
        for (Path jar : jars) {
            assertThat(new PluginJar(jar).faults()).as(jar.toString()).isEmpty();
        }
    }

    @Test
    void theHostBringsItsFewLibrariesAndNoOther() throws IOException {
        assertThat(jars(TREE.resolve("lib"))).extracting(jar -> jar.getFileName().toString().replaceFirst("-\\d.*", ""))
                .containsExactly("config", "java-semver", "jspecify", "logback-classic", "logback-core", "pf4j",
                        "slf4j-api", "sqld-host", "sqld-plugin-api");
    }

    @Test
    void aGoodJarHasNoFault() throws IOException {
        assertThat(
                new PluginJar(jar(GOOD, "io/sqld/frontend/http/Http.class", "io/netty/buffer/ByteBuf.class")).faults())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"io/sqld/api/SqldPlugin.class", "org/slf4j/Logger.class",
            "com/typesafe/config/Config.class",
            "org/pf4j/Plugin.class", "org/jspecify/annotations/NullMarked.class", "io/sqld/host/Main.class",
            "META-INF/versions/9/org/slf4j/Logger.class", "module-info.class", "META-INF/BC.SF"})
    void anEntryThatDoesNotBelongIsAFault(String entry) throws IOException {
        assertThat(new PluginJar(jar(GOOD, entry)).faults()).singleElement().asString().startsWith(entry);
    }

    @Test
    void aMissingAttributeIsAFault() throws IOException {
        assertThat(new PluginJar(jar(Map.of(), "a/A.class")).faults()).containsExactly("the manifest has no Plugin-Id",
                "the manifest has no Plugin-Version", "the manifest has no Plugin-Requires",
                "the manifest has no Plugin-Description", "the manifest has no Plugin-License",
                "the manifest does not say Multi-Release");
    }

    private static List<Path> jars(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    private Path jar(Map<String, String> attributes, String... entries) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.forEach((name, value) -> manifest.getMainAttributes().putValue(name, value));
        Path file = directory.resolve("plugin.jar");
        try (OutputStream out = Files.newOutputStream(file); JarOutputStream jar = new JarOutputStream(out, manifest)) {
            for (String entry : entries) {
                jar.putNextEntry(new JarEntry(entry));
                jar.closeEntry();
            }
        }
        return file;
    }
}
