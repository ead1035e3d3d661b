package io.sqld.api.guard;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The public signatures of a module: for each type a heading and its members, sorted, so that a change of the API is a
 * change of one line.
 */
record ApiListing(Map<String, SortedSet<String>> members) {
    private static final String INDENT = "    ";

    /** Lists the exported packages of the module whose classes are in {@code directory}. */
    static ApiListing of(Path directory, ClassLoader loader) throws IOException {
        ModuleDescriptor module;
        try (InputStream in = Files.newInputStream(directory.resolve("module-info.class"))) {
            module = ModuleDescriptor.read(in);
        }
        Map<String, SortedSet<String>> members = new TreeMap<>();
        members.put(module.name() + ": module", directives(module));
        for (ModuleDescriptor.Exports exported : module.exports()) {
            for (Class<?> type : typesIn(directory, exported.source(), loader)) {
                Signatures signatures = new Signatures(type);
                if (signatures.visible()) {
                    members.put(signatures.heading(), new TreeSet<>(signatures.members()));
                }
            }
        }
        return new ApiListing(members);
    }

    /** Reads what {@link #toText} has written. */
    static ApiListing parse(Collection<String> lines) {
        Map<String, SortedSet<String>> members = new TreeMap<>();
        SortedSet<String> current = new TreeSet<>();
        for (String line : lines) {
            if (line.startsWith(INDENT)) {
                current.add(line.substring(INDENT.length()));
            } else if (!line.isEmpty()) {
                current = new TreeSet<>();
                members.put(line, current);
            }
        }
        return new ApiListing(members);
    }

    String toText() {
        return members.entrySet()
                .stream()
                .map(type -> type.getKey() + "\n" + type.getValue()
                        .stream()
                        .map(member -> INDENT + member + "\n")
                        .collect(Collectors.joining()))
                .collect(Collectors.joining("\n"));
    }

    /** {@return what {@code newer} has lost ({@code -}) and gained ({@code +}) against this listing} */
    List<String> differences(ApiListing newer) {
        List<String> differences = new ArrayList<>();
        Set<String> headings = new TreeSet<>(members.keySet());
        headings.addAll(newer.members.keySet());
        for (String heading : headings) {
            Set<String> before = entries(heading);
            Set<String> after = newer.entries(heading);
            before.stream()
                    .filter(entry -> !after.contains(entry))
                    .map(entry -> "- " + entry)
                    .forEach(differences::add);
            after.stream()
                    .filter(entry -> !before.contains(entry))
                    .map(entry -> "+ " + entry)
                    .forEach(differences::add);
        }
        return differences;
    }

    private Set<String> entries(String heading) {
        SortedSet<String> ofType = members.get(heading);
        if (ofType == null) {
            return Set.of();
        }
        Set<String> entries = new LinkedHashSet<>();
        entries.add(heading);
        ofType.forEach(member -> entries.add(heading + ": " + member));
        return entries;
    }

    private static SortedSet<String> directives(ModuleDescriptor module) {
        SortedSet<String> directives = new TreeSet<>();
        module.exports().forEach(exported -> directives.add("exports " + exported.source()));
        module.requires()
                .stream()
                .filter(required -> !required.modifiers().contains(ModuleDescriptor.Requires.Modifier.MANDATED))
                .forEach(required -> directives.add("requires "
                        + required.modifiers()
                                .stream()
                                .map(modifier -> modifier.name().toLowerCase(Locale.ROOT))
                                .sorted()
                                .map(word -> word + " ")
                                .collect(Collectors.joining())
                        + required.name()));
        return directives;
    }

    private static List<Class<?>> typesIn(Path directory, String packageName, ClassLoader loader) throws IOException {
        List<Class<?>> types = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory.resolve(packageName.replace('.', '/')))) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".class") && !name.equals("package-info.class")) {
                    String type = packageName + "." + name.substring(0, name.length() - ".class".length());
                    types.add(Class.forName(type, false, loader));
                }
            }
        } catch (ClassNotFoundException e) {
            throw new IOException("cannot load what lies in " + directory, e);
        }
        return types;
    }
}
