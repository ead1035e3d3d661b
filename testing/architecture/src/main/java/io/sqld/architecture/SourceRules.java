package io.sqld.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a compiler does not see: the measure of the text, and what has no place in it. */
public final class SourceRules {
    static final int COLUMNS_MAX = 120;
    static final int LINES_MAX = 500;

    /** Directories of one machine, and hosts of package registries: both belong to settings, not to the project. */
    private static final Pattern FOREIGN = Pattern.compile(
            "(?<![\\w.$}-])/(work|root|home|tmp)/[\\w.]+|registry\\.npmjs|repo1?\\.maven|/usr/lib/jvm/[\\w.-]*\\d");

    /** {@return each fault of the Java source {@code lines} in {@code file}} */
    public List<String> ofJava(String file, List<String> lines) {
        List<String> faults = new ArrayList<>();
        if (lines.size() > LINES_MAX) {
            faults.add(
                    file + " has " + lines.size() + " lines, more than " + LINES_MAX + ": it does more than one thing");
        }
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).length() > COLUMNS_MAX) {
                faults.add(file + ":" + (i + 1) + " is longer than " + COLUMNS_MAX + " columns");
            }
        }
        return faults;
    }

    /** {@return each fault of any text {@code lines} in {@code file}} */
    public List<String> ofText(String file, List<String> lines) {
        List<String> faults = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher matcher = FOREIGN.matcher(lines.get(i));
            if (matcher.find()) {
                faults.add(file + ":" + (i + 1) + " names " + matcher.group() + ", which is true of one machine only");
            }
        }
        return faults;
    }
}
