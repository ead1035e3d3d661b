package io.sqld.host.config;

import java.util.List;

/** The configuration cannot be used, for every reason in the list. */
public final class ConfigurationException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /** @param problems at least one, in the order in which they are shown */
    public ConfigurationException(List<Problem> problems) {
        super(problems.size() + " problem(s) in the configuration", null, false, false);
        this.problems = List.copyOf(problems);
    }

    /** {@return what is wrong} */
    public List<Problem> problems() {
        return problems;
    }
}
