package io.sqld.frontend.pgwire.catalog;

import java.util.Locale;

/** How SQL writes true. */
final class Booleans {
    private Booleans() {}

    /** {@return whether a string means true} */
    static boolean isTrue(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "t", "true", "y", "yes", "on", "1" -> true;
            default -> false;
        };
    }
}
