package io.sqld.frontend.pgwire;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The prepared statements of one connection, by name; the empty name is the unnamed one. */
final class Statements {
    private final Map<String, Statement> byName = new HashMap<>();
    /** Those whose parameter types the client has been told. */
    private final Set<String> described = new HashSet<>();
    private final int countMax;
    private final long bytesMax;
    private long bytes;

    Statements(int countMax, long bytesMax) {
        this.countMax = countMax;
        this.bytesMax = bytesMax;
    }

    /**
     * Checks that a name is free.
     *
     * @throws PgException with 42P05 if it is not
     */
    void checkFree(String name) {
        if (!name.isEmpty() && byName.containsKey(name)) {
            throw PgError.error(SqlState.DUPLICATE_STATEMENT, "prepared statement \"" + name + "\" already exists")
                    .raise();
        }
    }

    /** Keeps a statement, in place of the one with that name. */
    void put(String name, Statement statement) {
        close(name);
        if (byName.size() >= countMax) {
            throw full("statements-max", countMax);
        }
        if (bytes + statement.weightBytes() > bytesMax) {
            throw full("statement-bytes-max", bytesMax);
        }
        bytes += statement.weightBytes();
        byName.put(name, statement);
    }

    /** {@return the statement with this name, if there is one} */
    Optional<Statement> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** {@return the statement with this name} */
    Statement named(String name) {
        Statement statement = byName.get(name);
        if (statement == null) {
            throw unknown(name);
        }
        return statement;
    }

    /** The client is told the types of a statement's parameters. */
    void describe(String name) {
        described.add(name);
    }

    /** {@return whether the client knows the types of a statement's parameters} */
    boolean isDescribed(String name) {
        return described.contains(name);
    }

    /** Forgets a statement, if there is one with that name. */
    void close(String name) {
        Statement closed = byName.remove(name);
        described.remove(name);
        if (closed != null) {
            bytes -= closed.weightBytes();
        }
    }

    /** Forgets one statement, which must exist, or all. */
    void deallocate(Optional<String> name) {
        if (name.isPresent()) {
            if (!byName.containsKey(name.get())) {
                throw unknown(name.get());
            }
            close(name.get());
        } else {
            byName.clear();
            described.clear();
            bytes = 0;
        }
    }

    private static PgException full(String key, long max) {
        return PgError
                .error(SqlState.LIMIT_EXCEEDED,
                        "too many prepared statements on this connection (pgwire." + key + " = " + max + ")")
                .withHint("Close statements that are no longer needed, or DEALLOCATE ALL.")
                .raise();
    }

    private static PgException unknown(String name) {
        return PgError.error(
                SqlState.INVALID_STATEMENT_NAME,
                name.isEmpty()
                        ? "unnamed prepared statement does not exist"
                        : "prepared statement \"" + name + "\" does not exist")
                .raise();
    }
}
