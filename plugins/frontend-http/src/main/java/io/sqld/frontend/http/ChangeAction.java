package io.sqld.frontend.http;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What can happen to a row, by the names that clients of {@code /beta/listen} use. */
enum ChangeAction {
    /** Never told: here every change is known. */
    UNKNOWN,
    DELETE,
    INSERT,
    UPDATE;

    /** {@return the action of this name} */
    static Optional<ChangeAction> named(String name) {
        for (ChangeAction action : values()) {
            if (action.title().equals(name)) {
                return Optional.of(action);
            }
        }
        return Optional.empty();
    }

    /** {@return those that mean a change of some rows} */
    static Set<ChangeAction> any() {
        return EnumSet.allOf(ChangeAction.class);
    }

    String title() {
        return name().toLowerCase(Locale.ROOT);
    }
}
