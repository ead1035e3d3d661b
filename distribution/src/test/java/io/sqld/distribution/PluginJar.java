package io.sqld.distribution;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;

/** What a fat jar must hold, and must not. */
record PluginJar(Path file) {
    /** The host lends these; a copy would be another type with the same name. */
    private static final Pattern LENT = Pattern.compile("(META-INF/versions/\\d+/)?"
            + "(io/sqld/api/|io/sqld/host/|org/slf4j/|com/typesafe/config/|org/pf4j/|org/jspecify/|ch/qos/logback/).+");
    private static final Pattern LEFT_OVER = Pattern.compile(
            "(META-INF/versions/\\d+/)?module-info\\.class|META-INF/[^/]+\\.(SF|DSA|RSA|EC)|META-INF/INDEX\\.LIST");
    private static final List<String> ATTRIBUTES =
            List.of("Plugin-Id", "Plugin-Version", "Plugin-Requires", "Plugin-Description", "Plugin-License");

    /** {@return every fault, as a sentence; none if the jar is as it should be} */
    List<String> faults() throws IOException {
        List<String> faults = new ArrayList<>();
        try (JarFile jar = new JarFile(file.toFile())) {
            jar.stream().filter(entry -> !entry.isDirectory()).forEach(entry -> {
                if (LENT.matcher(entry.getName()).matches()) {
                    faults.add(entry.getName() + " comes from the host");
                } else if (LEFT_OVER.matcher(entry.getName()).matches()) {
                    faults.add(entry.getName() + " describes another jar");
                }
            });
            faults.addAll(faultsOf(jar.getManifest()));
        }
        return faults;
    }

    private static List<String> faultsOf(Manifest manifest) {
        List<String> faults = new ArrayList<>();
        Attributes attributes = manifest.getMainAttributes();
        for (String name : ATTRIBUTES) {
            String value = attributes.getValue(name);
            if (value == null || value.isBlank() || value.contains("${")) {
                faults.add("the manifest has no " + name);
            }
        }
        if (!"true".equals(attributes.getValue(Attributes.Name.MULTI_RELEASE))) {
            faults.add("the manifest does not say Multi-Release");
        }
        if (attributes.getValue("Plugin-Class") != null || attributes.getValue("Plugin-Dependencies") != null) {
            faults.add("the manifest has attributes that sqld does not use");
        }
        return faults;
    }
}
