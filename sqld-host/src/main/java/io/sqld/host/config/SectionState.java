package io.sqld.host.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What was asked of one top-level section, and what is wrong with it. */
final class SectionState {
    private final Set<String> values = new TreeSet<>();
    private final Set<String> sections = new TreeSet<>();
    private final Set<String> secrets = new TreeSet<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Config defaults;

    /** @param defaults all of {@code reference.conf}; its keys are known even if nobody asks for them */
    SectionState(String name, Config defaults) {
        this.defaults = defaults;
        values.addAll(Paths.leaves(name, defaults(name)).keySet());
    }

    /** {@return the defaults of the section at {@code path}} */
    ConfigObject defaults(String path) {
        ConfigObject none = ConfigFactory.empty().root();
        return defaults.hasPath(path) && defaults.getValue(path) instanceof ConfigObject section ? section : none;
    }

    void askedForValue(String path) {
        values.add(path);
    }

    void askedForSection(String path) {
        sections.add(path);
    }

    void askedForSecret(String path) {
        secrets.add(path);
    }

    void problem(Problem problem) {
        problems.add(problem);
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }

    Set<String> values() {
        return Set.copyOf(values);
    }

    Set<String> secrets() {
        return Set.copyOf(secrets);
    }

    /** {@return a problem for each key within {@code section} that nobody knows} */
    List<Problem> unknownKeys(String prefix, ConfigObject section) {
        var unknown = new ArrayList<Problem>();
        collectUnknown(prefix, section, unknown);
        return unknown;
    }

    private void collectUnknown(String prefix, ConfigObject section, List<Problem> unknown) {
        for (var entry : section.entrySet()) {
            String path = Paths.join(prefix, entry.getKey());
            ConfigValue value = entry.getValue();
            if (values.contains(path) || Paths.isEmptySection(value)) {
                continue;
            }
            if (!isSection(path)) {
                unknown.add(new Problem(
                        Origins.place(value), path, "unknown key" + Suggestions.didYouMean(path, values)));
            } else if (value instanceof ConfigObject inner) {
                collectUnknown(path, inner, unknown);
            } else if (value.valueType() != ConfigValueType.NULL && !sections.contains(path)) {
                // A section that was asked for has complained already.
                unknown.add(new Problem(Origins.place(value), path, "is a section, written " + path + " { ... }"));
            }
        }
    }

    private boolean isSection(String path) {
        String within = path + ".";
        return sections.contains(path) || values.stream().anyMatch(known -> known.startsWith(within));
    }
}
