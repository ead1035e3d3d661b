package io.sqld.host.plugin;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Builds a plugin's jar from source text. */
final class PluginJar {
    static final String SERVICE = "META-INF/services/io.sqld.api.SqldPlugin";

    private final Path jar;
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final List<String> dropped = new ArrayList<>();

    PluginJar(Path jar) {
        this.jar = jar;
        manifest("Manifest-Version", "1.0").manifest("Plugin-Version", "1.2.3")
                .manifest("Plugin-Requires",
                        ">=1.0.0 & <2.0.0");
    }

    /** A jar with one plugin of class {@code test.Entry}, whose body is {@code body}. */
    static PluginJar of(Path directory, String id, String body) {
        return new PluginJar(directory.resolve(id + ".jar")).manifest("Plugin-Id", id)
                .entry("test.Entry")
                .source("test.Entry", "package test; import io.sqld.api.*; import io.sqld.api.frontend.*;"
                        + " import io.sqld.api.service.*; import java.util.*;"
                        + " public class Entry implements SqldPlugin { " + body + " }");
    }

    /** The body of an entry with one front end. */
    static String frontend(String name) {
        return """
                public List<FrontendFactory> frontends() {
                    return List.of(new FrontendFactory() {
                        public String name() { return "%s"; }
                        public ServiceFactory.Prepared<Frontend, FrontendContext> configure(Settings settings) {
                            throw new UnsupportedOperationException();
                        }
                    });
                }
                """.formatted(name);
    }

    PluginJar manifest(String name, String value) {
        attributes.put(name, value);
        return this;
    }

    PluginJar entry(String className) {
        return file(SERVICE, className);
    }

    PluginJar file(String name, String content) {
        entries.put(name, content.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    PluginJar file(String name, byte[] content) {
        entries.put(name, content);
        return this;
    }

    PluginJar source(String className, String text) {
        sources.put(className, text);
        return this;
    }

    PluginJar without(String name) {
        dropped.add(name);
        return this;
    }

    Path write() throws IOException {
        compile();
        dropped.forEach(entries::remove);
        var manifest = new Manifest();
        attributes.forEach((name, value) -> manifest.getMainAttributes().put(new Attributes.Name(name), value));
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (var entry : entries.entrySet()) {
                out.putNextEntry(new JarEntry(entry.getKey()));
                out.write(entry.getValue());
                out.closeEntry();
            }
        }
        return jar;
    }

    private void compile() throws IOException {
        if (sources.isEmpty()) {
            return;
        }
        Path classes = Files.createTempDirectory(jar.toAbsolutePath().getParent(), ".classes");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var units = sources.entrySet().stream().map(entry -> new Source(entry.getKey(), entry.getValue())).toList();
        var messages = new StringWriter();
        boolean compiled = compiler.getTask(messages, null, null,
                List.of("-proc:none", "-d", classes.toString(), "-cp", System.getProperty("java.class.path")), null,
                units)
                .call();
        if (!compiled) {
            throw new AssertionError(messages.toString());
        }
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                entries.putIfAbsent(classes.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String className, String text) {
            super(URI.create("string:///" + className.replace('.', '/') + ".java"), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
