package io.sqld.frontend.pgwire;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** PostgreSQL's functions about the session, which clients ask when they connect. */
enum SessionFunction {
    CURRENT_CATALOG(PgType.NAME, 0),
    CURRENT_DATABASE(PgType.NAME, 0),
    CURRENT_ROLE(PgType.NAME, 0),
    CURRENT_SCHEMA(PgType.NAME, 0),
    CURRENT_SETTING(PgType.TEXT, 1),
    CURRENT_USER(PgType.NAME, 0),
    PG_BACKEND_PID(PgType.INT4, 0),
    PG_IS_IN_RECOVERY(PgType.BOOL, 0),
    SESSION_USER(PgType.NAME, 0),
    SET_CONFIG(PgType.TEXT, 3),
    USER(PgType.NAME, 0),
    VERSION(PgType.TEXT, 0);

    private final PgType type;
    private final int argumentsMin;

    SessionFunction(PgType type, int argumentsMin) {
        this.type = type;
        this.argumentsMin = argumentsMin;
    }

    /** {@return the type of its result} */
    PgType type() {
        return type;
    }

    /** {@return whether it can be called so} */
    boolean takes(int arguments, boolean parentheses) {
        boolean keyword = switch (this) {
            case CURRENT_CATALOG, CURRENT_ROLE, CURRENT_SCHEMA, CURRENT_USER, SESSION_USER, USER -> true;
            case CURRENT_DATABASE, CURRENT_SETTING, PG_BACKEND_PID, PG_IS_IN_RECOVERY, SET_CONFIG, VERSION -> false;
        };
        boolean callable = !keyword || this == CURRENT_SCHEMA;
        boolean count = arguments == argumentsMin || (this == CURRENT_SETTING && arguments == 2);
        return count && (parentheses ? callable : keyword);
    }

    /** {@return the function with this name, in any case} */
    static Optional<SessionFunction> named(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        for (SessionFunction function : values()) {
            if (function.name().equals(upper)) {
                return Optional.of(function);
            }
        }
        return Optional.empty();
    }

    /** {@return what PostgreSQL would call its column} */
    String columnName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * A function with its arguments.
     *
     * @param label the column's name
     */
    record Call(SessionFunction function, List<String> arguments, String label) {}
}
