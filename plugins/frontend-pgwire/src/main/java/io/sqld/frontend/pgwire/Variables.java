package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The variables of one session. A change within a transaction is taken back with it; {@code SET LOCAL} is taken back in
 * any case. Used by one thread at a time.
 */
final class Variables {
    private static final int CUSTOM_MAX = 1000;
    private static final int VALUE_CHARS_MAX = 100_000;
    private static final Pattern DURATION = Pattern.compile("(\\d{1,15})\\s*(us|ms|s|min|h|d)?");

    /** Lower-case names; what a transaction did not change. */
    private Map<String, String> values = new HashMap<>();
    private Map<String, String> startValues = Map.of();
    private final Map<String, String> locals = new HashMap<>();
    private Optional<Map<String, String>> beforeTransaction = Optional.empty();
    private final Map<String, String> reported = new LinkedHashMap<>();
    private boolean reportPending;
    private @Nullable TypeRules typeRules;
    private int fetchRows;

    /** Makes the variables of a new session. */
    Variables(String serverVersion, String user) {
        for (Variable variable : Variable.values()) {
            values.put(key(variable.sqlName()), variable.initial());
        }
        values.put(key(Variable.SERVER_VERSION.sqlName()), serverVersion);
        values.put(key(Variable.SESSION_AUTHORIZATION.sqlName()), user);
        startValues = Map.copyOf(values);
    }

    /** Sets what the client asked for when it connected; {@code RESET} returns to it. */
    void setInitially(Map<String, String> settings) {
        settings.forEach((name, value) -> set(name, value, false, false));
        startValues = Map.copyOf(values);
    }

    /** {@return the value} */
    String value(Variable variable) {
        return value(variable.sqlName()).orElse("");
    }

    /** {@return the value of a variable by any name, if there is one} */
    Optional<String> value(String name) {
        String key = key(name);
        String local = locals.get(key);
        return Optional.ofNullable(local != null ? local : values.get(key));
    }

    /** {@return all names, as PostgreSQL writes them, in order} */
    Set<String> names() {
        var names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (Variable variable : Variable.values()) {
            names.add(variable.sqlName());
        }
        names.addAll(values.keySet());
        return names;
    }

    /**
     * Changes a variable.
     *
     * @param local until the transaction ends
     * @param inTransaction whether a transaction is open
     * @throws PgException if there is no such variable, or it cannot have this value
     */
    void set(String name, String value, boolean local, boolean inTransaction) {
        String key = key(name);
        String accepted = accept(name, value);
        if (local) {
            if (inTransaction) {
                locals.put(key, accepted);
            }
        } else {
            change(key, accepted, inTransaction);
        }
        changed();
    }

    private String accept(String name, String value) {
        Optional<Variable> known = Variable.named(name);
        if (known.isEmpty() && name.indexOf('.') <= 0) {
            throw unknown(name);
        }
        if (value.length() > VALUE_CHARS_MAX || (known.isEmpty() && values.size() >= CUSTOM_MAX)) {
            throw PgError.error(SqlState.PROGRAM_LIMIT_EXCEEDED, "too many or too long session variables").raise();
        }
        if (known.filter(v -> v.sqlName().endsWith("_timeout")).isPresent()) {
            durationNanos(name, value);
        }
        if (known.filter(v -> v == Variable.FETCH_ROWS).isPresent()) {
            fetchRows(value);
        }
        return known.map(v -> v.accept(value)).orElse(value);
    }

    /** Returns a variable to its value at the start of the session. */
    void reset(String name, boolean inTransaction) {
        String key = key(name);
        if (!values.containsKey(key)) {
            if (name.indexOf('.') > 0) {
                return;
            }
            throw unknown(name);
        }
        locals.remove(key);
        change(key, startValues.getOrDefault(key, ""), inTransaction);
        changed();
    }

    /** Returns all variables to their values at the start of the session. */
    void resetAll(boolean inTransaction) {
        locals.clear();
        remember(inTransaction);
        values = new HashMap<>(startValues);
        changed();
    }

    private void change(String key, String value, boolean inTransaction) {
        remember(inTransaction);
        values.put(key, value);
    }

    private void remember(boolean inTransaction) {
        if (inTransaction && beforeTransaction.isEmpty()) {
            beforeTransaction = Optional.of(new HashMap<>(values));
        }
    }

    /** Drops or keeps what the transaction changed. */
    void transactionEnded(boolean committed) {
        if (beforeTransaction.isPresent()) {
            if (!committed) {
                values = beforeTransaction.get();
            }
            beforeTransaction = Optional.empty();
            changed();
        }
        if (!locals.isEmpty()) {
            locals.clear();
            changed();
        }
    }

    /** Tells the client the reported variables whose values it does not know. */
    void report(ByteBuf out) {
        if (reported.isEmpty() || reportPending) {
            reportPending = false;
            for (Variable variable : Variable.values()) {
                String value = value(variable);
                if (variable.isReported() && !value.equals(reported.put(variable.sqlName(), value))) {
                    Replies.parameterStatus(out, variable.sqlName(), value);
                }
            }
        }
    }

    private void changed() {
        reportPending = true;
        typeRules = null;
        fetchRows = 0;
    }

    /** {@return how values are told} */
    TypeRules typeRules() {
        TypeRules rules = typeRules;
        if (rules == null) {
            rules = TypeRules.of(this);
            typeRules = rules;
        }
        return rules;
    }

    /** {@return how many rows a chunk has in native mode} */
    int fetchRows() {
        if (fetchRows == 0) {
            fetchRows = fetchRows(value(Variable.FETCH_ROWS));
        }
        return fetchRows;
    }

    private static int fetchRows(String value) {
        if (!value.matches("[1-9]\\d{0,6}")) {
            throw PgError.error(SqlState.INVALID_PARAMETER_VALUE,
                    "invalid value for parameter \"sqld.fetch_rows\": \"" + value + "\"")
                    .withHint("It is a number from 1 to 9999999.")
                    .raise();
        }
        return Integer.parseInt(value);
    }

    /** {@return the value of a variable that is a time, 0 for none} */
    long durationNanos(Variable variable) {
        String value = value(variable);
        return value.equals("0") ? 0 : durationNanos(variable.sqlName(), value);
    }

    /** {@return the limit on a statement's time, 0 for none} */
    long statementTimeoutNanos() {
        String value = value(Variable.STATEMENT_TIMEOUT);
        return value.equals("0") ? 0 : durationNanos(Variable.STATEMENT_TIMEOUT.sqlName(), value);
    }

    private static long durationNanos(String name, String value) {
        Matcher matcher = DURATION.matcher(value.strip());
        if (!matcher.matches()) {
            throw PgError.error(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "invalid value for parameter \"" + name + "\": \"" + value + "\"")
                    .withHint("Valid units for this parameter are \"us\", \"ms\", \"s\", \"min\", \"h\", and \"d\".")
                    .raise();
        }
        double unitNanos = switch (String.valueOf(matcher.group(2))) {
            case "us" -> 1e3;
            case "s" -> 1e9;
            case "min" -> 60e9;
            case "h" -> 3600e9;
            case "d" -> 86_400e9;
            default -> 1e6;
        };
        return (long) (Long.parseLong(matcher.group(1)) * unitNanos);
    }

    private static PgException unknown(String name) {
        return PgError.error(SqlState.UNDEFINED_OBJECT, "unrecognized configuration parameter \"" + name + "\"")
                .raise();
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
