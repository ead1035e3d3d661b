package io.sqld.host.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.Map;
import java.util.TreeMap;

/** Works with the dotted paths of keys. */
final class Paths {
    private Paths() {}

    /** {@return {@code prefix.key}, the key quoted where it has to be} */
    static String join(String prefix, String key) {
        String quoted = key.matches("[A-Za-z0-9_-]+") ? key : ConfigUtil.quoteString(key);
        return prefix.isEmpty() ? quoted : prefix + "." + quoted;
    }

    /**
     * {@return whether {@code value} is a section that sets nothing} Such a one does no harm where no plugin knows it:
     * {@code config/sqld.conf} has one for a plugin that somebody removes.
     */
    static boolean isEmptySection(ConfigValue value) {
        return value instanceof ConfigObject section && leaves("", section).isEmpty();
    }

    /** {@return every value within {@code object} by its path; lists count as values} */
    static Map<String, ConfigValue> leaves(String prefix, ConfigObject object) {
        var leaves = new TreeMap<String, ConfigValue>();
        collect(prefix, object, leaves);
        return leaves;
    }

    private static void collect(String prefix, ConfigObject object, Map<String, ConfigValue> leaves) {
        for (var entry : object.entrySet()) {
            String path = join(prefix, entry.getKey());
            if (entry.getValue() instanceof ConfigObject inner) {
                collect(path, inner, leaves);
            } else {
                leaves.put(path, entry.getValue());
            }
        }
    }
}
