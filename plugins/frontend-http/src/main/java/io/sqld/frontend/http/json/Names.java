package io.sqld.frontend.http.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The constants of an enum by their JSON names, which are their names in lower case. */
public final class Names<E extends Enum<E>> {
    private final List<E> constants;
    private final List<byte[]> names = new ArrayList<>();

    /** The names of {@code type}. */
    public Names(Class<E> type) {
        constants = List.of(type.getEnumConstants());
        for (E constant : constants) {
            names.add(name(constant).getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** {@return the constant called {@code text}, or null} */
    public @Nullable E find(Bytes text) {
        for (int i = 0; i < names.size(); i++) {
            if (text.matches(names.get(i))) {
                return constants.get(i);
            }
        }
        return null;
    }

    /** {@return the JSON name of a constant} */
    public static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** {@return all names in backticks, for messages} */
    public String list() {
        var list = new StringJoiner(", ");
        constants.forEach(constant -> list.add('`' + name(constant) + '`'));
        return list.toString();
    }
}
