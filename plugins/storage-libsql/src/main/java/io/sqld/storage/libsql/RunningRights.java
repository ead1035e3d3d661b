package io.sqld.storage.libsql;

import io.sqld.api.auth.Identity;
import io.sqld.api.auth.Permission;
import io.sqld.api.sql.StatementKind;
import io.sqld.sqlite.AuthorizerAction;
import io.sqld.sqlite.AuthorizerRequest;
import java.util.Locale;
import java.util.Set;

/**
 * The rights of whoever runs the statement that runs now. They count for what SQLite prepares meanwhile: the statement
 * itself, when the schema has changed and its names mean something else; what the functions and virtual tables in it
 * prepare. Whoever may do everything is asked for nothing.
 */
final class RunningRights {
    private boolean unrestricted = true;
    private StatementKind kind = StatementKind.OTHER;
    private Set<Permission> granted = Set.of();
    private boolean changesSchema;
    private boolean denied;
    private String reason = "";

    /** A statement begins, or goes on, for this identity, which has the rights that it needed when it was prepared. */
    void begin(StatementFacts facts, Identity identity) {
        unrestricted = identity.isUnrestricted();
        kind = facts.kind();
        denied = false;
        if (!unrestricted) {
            granted = identity.permissions();
            changesSchema = facts.required().contains(Permission.SCHEMA);
            reason = identity.name();
        }
    }

    /** {@return whether a pragma runs} */
    boolean isPragma() {
        return kind == StatementKind.PRAGMA;
    }

    /** {@return whether something has been refused since the statement began or went on} */
    boolean denied() {
        return denied;
    }

    /** {@return why, for the client} */
    String reason() {
        return "user " + reason + " has not the rights that this statement needs since the schema has changed";
    }

    /** {@return whether it may do so} */
    boolean allow(AuthorizerRequest request) {
        if (unrestricted || kind == StatementKind.VACUUM) {
            return true; // VACUUM copies every table, in statements of its own
        }
        boolean allowed = switch (request.action()) {
            case AuthorizerAction.SELECT, AuthorizerAction.RECURSIVE, AuthorizerAction.TRANSACTION,
                    AuthorizerAction.SAVEPOINT, AuthorizerAction.PRAGMA, AuthorizerAction.DETACH -> true;
            case AuthorizerAction.READ -> isTemporary(request) || (may(Permission.READ)
                    && (may(Permission.ADMIN) || !FileAccess.MODULES.contains(lower(request.first()))));
            case AuthorizerAction.FUNCTION ->
                    may(Permission.ADMIN) || !FileAccess.FUNCTIONS.contains(lower(request.second()));
            case AuthorizerAction.INSERT, AuthorizerAction.UPDATE, AuthorizerAction.DELETE ->
                    isTemporary(request) || writes();
            case AuthorizerAction.REINDEX, AuthorizerAction.ANALYZE -> isTemporary(request) || writes();
            case AuthorizerAction.ATTACH ->
                    may(Permission.ATTACH) && (may(Permission.ADMIN) || FileAccess.isMemory(request));
            case AuthorizerAction.CREATE_TEMP_TABLE, AuthorizerAction.CREATE_TEMP_INDEX,
                    AuthorizerAction.CREATE_TEMP_VIEW, AuthorizerAction.CREATE_TEMP_TRIGGER,
                    AuthorizerAction.DROP_TEMP_TABLE, AuthorizerAction.DROP_TEMP_INDEX,
                    AuthorizerAction.DROP_TEMP_VIEW, AuthorizerAction.DROP_TEMP_TRIGGER -> true;
            case AuthorizerAction.ALTER_TABLE -> request.first().equals("temp") || may(Permission.SCHEMA);
            default -> isTemporary(request) || may(Permission.SCHEMA);
        };
        denied |= !allowed;
        return allowed;
    }

    private boolean writes() {
        return may(Permission.WRITE) || changesSchema;
    }

    private boolean may(Permission permission) {
        return granted.contains(permission);
    }

    private static boolean isTemporary(AuthorizerRequest request) {
        return request.schema().equals("temp");
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
