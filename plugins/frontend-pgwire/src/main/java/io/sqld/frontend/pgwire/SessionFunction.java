package io.sqld.frontend.pgwire;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** PostgreSQL's functions about the session, which clients ask when they connect, and its advisory locks. */
enum SessionFunction {
    CURRENT_CATALOG(PgType.NAME, 0, 0),
    CURRENT_DATABASE(PgType.NAME, 0, 0),
    CURRENT_ROLE(PgType.NAME, 0, 0),
    CURRENT_SCHEMA(PgType.NAME, 0, 0),
    CURRENT_SETTING(PgType.TEXT, 1, 2),
    CURRENT_USER(PgType.NAME, 0, 0),
    PG_ADVISORY_LOCK(PgType.VOID, 1, 2),
    PG_ADVISORY_LOCK_SHARED(PgType.VOID, 1, 2),
    PG_ADVISORY_UNLOCK(PgType.BOOL, 1, 2),
    PG_ADVISORY_UNLOCK_ALL(PgType.VOID, 0, 0),
    PG_ADVISORY_UNLOCK_SHARED(PgType.BOOL, 1, 2),
    PG_ADVISORY_XACT_LOCK(PgType.VOID, 1, 2),
    PG_ADVISORY_XACT_LOCK_SHARED(PgType.VOID, 1, 2),
    PG_BACKEND_PID(PgType.INT4, 0, 0),
    PG_IS_IN_RECOVERY(PgType.BOOL, 0, 0),
    PG_NOTIFY(PgType.VOID, 2, 2),
    PG_TRY_ADVISORY_LOCK(PgType.BOOL, 1, 2),
    PG_TRY_ADVISORY_LOCK_SHARED(PgType.BOOL, 1, 2),
    PG_TRY_ADVISORY_XACT_LOCK(PgType.BOOL, 1, 2),
    PG_TRY_ADVISORY_XACT_LOCK_SHARED(PgType.BOOL, 1, 2),
    SESSION_USER(PgType.NAME, 0, 0),
    SET_CONFIG(PgType.TEXT, 3, 3),
    USER(PgType.NAME, 0, 0),
    VERSION(PgType.TEXT, 0, 0);

    private final PgType type;
    private final int argumentsMin;
    private final int argumentsMax;

    SessionFunction(PgType type, int argumentsMin, int argumentsMax) {
        this.type = type;
        this.argumentsMin = argumentsMin;
        this.argumentsMax = argumentsMax;
    }

    /** {@return the type of its result} */
    PgType type() {
        return type;
    }

    /** {@return the type of an argument, from 0, of {@code count}} */
    PgType argumentType(int count) {
        return !isLock() ? PgType.TEXT : count == 1 ? PgType.INT8 : PgType.INT4;
    }

    private boolean isLock() {
        return name().contains("ADVISORY");
    }

    /** {@return whether it waits for a lock} */
    boolean waits() {
        return isLock() && name().startsWith("PG_ADVISORY") && !name().contains("UNLOCK");
    }

    /** {@return whether others may have its lock too, if they share it} */
    boolean isShared() {
        return name().endsWith("SHARED");
    }

    /** {@return whether its lock is given back at the end of the transaction} */
    boolean isForTransaction() {
        return name().contains("XACT");
    }

    /** {@return whether it can be called so} */
    boolean takes(int arguments, boolean parentheses) {
        boolean keyword = isKeyword();
        boolean callable = !keyword || this == CURRENT_SCHEMA;
        return arguments >= argumentsMin && arguments <= argumentsMax && (parentheses ? callable : keyword);
    }

    /** {@return whether it is written without parentheses} */
    private boolean isKeyword() {
        return this == CURRENT_CATALOG || this == CURRENT_ROLE || this == CURRENT_SCHEMA || this == CURRENT_USER
                || this == SESSION_USER || this == USER;
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
     * An argument.
     *
     * @param text of a literal
     * @param parameter the number of a parameter, 0 for a literal
     */
    record Argument(String text, int parameter) {}

    /**
     * A function with its arguments.
     *
     * @param label the column's name
     */
    record Call(SessionFunction function, List<Argument> arguments, String label) {
        /** {@return an argument, from 0, as text} */
        String argument(int index, BoundParameters parameters) {
            Argument argument = arguments.get(index);
            return argument.parameter() == 0 ? argument.text() : parameters.text(argument.parameter() - 1);
        }
    }

    /** {@return the types of the parameters among the arguments of {@code calls}, some of which may be given} */
    static ParameterTypes parameters(List<Call> calls, int[] given) {
        int count = given.length;
        for (Call call : calls) {
            for (Argument argument : call.arguments()) {
                count = Math.max(count, argument.parameter());
            }
        }
        var oids = new int[count];
        var isGiven = new boolean[count];
        for (Call call : calls) {
            for (Argument argument : call.arguments()) {
                if (argument.parameter() > 0) {
                    oids[argument.parameter() - 1] = call.function().argumentType(call.arguments().size()).oid();
                }
            }
        }
        for (int i = 0; i < count; i++) {
            isGiven[i] = i < given.length && given[i] != 0 && given[i] != PgType.UNKNOWN.oid();
            oids[i] = isGiven[i] ? given[i] : oids[i] == 0 ? PgType.TEXT.oid() : oids[i];
        }
        return new ParameterTypes(oids, isGiven, false);
    }
}
