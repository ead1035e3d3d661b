package io.sqld.host.plugin;

import java.util.List;

/** Plugins cannot be used, for every reason in the list. Each names the jar and says what to do. */
public final class PluginException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    /** @param problems at least one */
    public PluginException(List<String> problems) {
        super(problems.size() + " problem(s) with plugins", null, false, false);
        this.problems = List.copyOf(problems);
    }

    /** {@return what is wrong} */
    public List<String> problems() {
        return problems;
    }
}
