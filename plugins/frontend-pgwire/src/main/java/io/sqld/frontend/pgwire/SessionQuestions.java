package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Answers SHOW, and SELECTs of functions about the session. One for each connection. */
final class SessionQuestions {
    /** What SHOW ALL returns. */
    static final List<ResultColumn> SHOW_ALL = List.of(
            ResultColumn.of("name", PgType.TEXT),
            ResultColumn.of("setting", PgType.TEXT),
            ResultColumn.of("description", PgType.TEXT));

    private final Conversation conversation;
    private final Client client;

    SessionQuestions(Conversation conversation, Client client) {
        this.conversation = conversation;
        this.client = client;
    }

    /** Shows a variable. */
    void show(String name, List<ResultColumn> columns, Portal portal, Session session) {
        send(columns, portal, List.of(List.of(Optional.of(value(name, session)))));
        Replies.commandComplete(conversation.out(), "SHOW");
    }

    /** Shows all variables. */
    void showAll(Portal portal) {
        var rows = new ArrayList<List<Optional<String>>>();
        Variables variables = conversation.variables();
        for (String name : variables.names()) {
            rows.add(List.of(Optional.of(name), Optional.of(variables.value(name).orElse("")), Optional.of("")));
        }
        send(SHOW_ALL, portal, rows);
        Replies.commandComplete(conversation.out(), "SHOW");
    }

    /** Calls functions, when the locks that they wait for have been granted. */
    void ask(List<SessionFunction.Call> calls, List<ResultColumn> columns, Portal portal) {
        conversation.next((session, resume) -> {
            if (portal.simple()) {
                ResultColumn.describe(conversation.out(), columns, null);
            }
            var row = new ArrayList<Optional<String>>();
            calls.forEach(call -> row.add(call(call, portal.parameters(), session)));
            rows(columns, portal, List.of(row));
            Replies.commandComplete(conversation.out(), "SELECT", 1);
            return Progress.DONE;
        });
        for (SessionFunction.Call call : calls.reversed()) {
            if (call.function().waits()) {
                LockKey key = key(call, portal.parameters());
                SessionFunction function = call.function();
                conversation.next(
                        new LockWait(conversation, key, function.isShared(), function.isForTransaction()));
            }
        }
    }

    private Optional<String> call(SessionFunction.Call call, BoundParameters parameters, Session session) {
        SessionFunction function = call.function();
        return switch (function) {
            case CURRENT_CATALOG, CURRENT_DATABASE -> Optional.of(client.database());
            case CURRENT_ROLE, CURRENT_USER, SESSION_USER, USER -> Optional.of(client.user());
            case CURRENT_SCHEMA -> Optional.of("public");
            case CURRENT_SETTING -> {
                String name = call.argument(0, parameters);
                boolean missingOk = call.arguments().size() > 1
                        && Booleans.parse(call.argument(1, parameters)) == Booleans.TRUE;
                yield missingOk ? conversation.variables().value(name) : Optional.of(value(name, session));
            }
            case PG_BACKEND_PID -> Optional.of(Integer.toString(client.processId()));
            case PG_IS_IN_RECOVERY -> Optional.of("f");
            case SET_CONFIG -> {
                boolean local = Booleans.parse(call.argument(2, parameters)) == Booleans.TRUE;
                String name = call.argument(0, parameters);
                conversation.variables()
                        .set(name, call.argument(1, parameters), local,
                                conversation.transaction().inBlock());
                yield conversation.variables().value(name);
            }
            case VERSION -> Optional.of("PostgreSQL " + conversation.variables().value(Variable.SERVER_VERSION)
                    + ", compiled for the Java VM, 64-bit");
            case PG_NOTIFY -> {
                conversation.surroundings()
                        .notifications()
                        .send(new Notification(client.processId(), call.argument(0, parameters),
                                call.argument(1, parameters)));
                yield Optional.of("");
            }
            case PG_ADVISORY_LOCK, PG_ADVISORY_LOCK_SHARED, PG_ADVISORY_XACT_LOCK, PG_ADVISORY_XACT_LOCK_SHARED ->
                    Optional.of("");
            case PG_TRY_ADVISORY_LOCK, PG_TRY_ADVISORY_LOCK_SHARED, PG_TRY_ADVISORY_XACT_LOCK,
                    PG_TRY_ADVISORY_XACT_LOCK_SHARED ->
                    truth(conversation.surroundings()
                            .locks()
                            .tryLock(key(call, parameters), function.isShared(),
                                    function.isForTransaction()));
            case PG_ADVISORY_UNLOCK, PG_ADVISORY_UNLOCK_SHARED -> {
                boolean had = conversation.surroundings().locks().unlock(key(call, parameters), function.isShared());
                if (!had) {
                    Replies.error(conversation.out(), PgError.warning("01000", "you don't own a lock of type "
                            + (function.isShared() ? "ShareLock" : "ExclusiveLock")));
                }
                yield truth(had);
            }
            case PG_ADVISORY_UNLOCK_ALL -> {
                conversation.surroundings().locks().unlockAll();
                yield Optional.of("");
            }
        };
    }

    private static Optional<String> truth(boolean value) {
        return Optional.of(value ? "t" : "f");
    }

    private static LockKey key(SessionFunction.Call call, BoundParameters parameters) {
        long first = number(call.argument(0, parameters));
        if (call.arguments().size() == 1) {
            return new LockKey(first, false);
        }
        return new LockKey(first << Integer.SIZE | (number(call.argument(1, parameters)) & 0xffff_ffffL), true);
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException _) {
            throw PgError.error(SqlState.INVALID_TEXT_REPRESENTATION,
                    "invalid input syntax for type bigint: \"" + text + "\"").raise();
        }
    }

    private String value(String name, Session session) {
        if (name.equalsIgnoreCase(ReadPosition.TOLD)) {
            return ReadPosition.token(session.position());
        }
        return conversation.variables()
                .value(name)
                .orElseThrow(() -> PgError.error(
                        SqlState.UNDEFINED_OBJECT, "unrecognized configuration parameter \"" + name + "\"")
                        .raise());
    }

    private void send(List<ResultColumn> columns, Portal portal, List<List<Optional<String>>> rows) {
        if (portal.simple()) {
            ResultColumn.describe(conversation.out(), columns, null);
        }
        rows(columns, portal, rows);
    }

    private void rows(List<ResultColumn> columns, Portal portal, List<List<Optional<String>>> rows) {
        ByteBuf out = conversation.out();
        for (List<Optional<String>> row : rows) {
            int at = Replies.begin(out, 'D');
            out.writeShort(row.size());
            for (int i = 0; i < row.size(); i++) {
                cell(out, columns.get(i).type().type(), portal.formats().binary(i), row.get(i));
            }
            Replies.end(out, at);
        }
    }

    private static void cell(ByteBuf out, PgType type, boolean binary, Optional<String> value) {
        if (value.isEmpty()) {
            out.writeInt(-1);
            return;
        }
        int at = CellEncoder.begin(out);
        if (binary && type == PgType.INT4) {
            out.writeInt(Integer.parseInt(value.get()));
        } else if (binary && type == PgType.BOOL) {
            out.writeBoolean(value.get().equals("t"));
        } else {
            ByteBufUtil.writeUtf8(out, value.get());
        }
        CellEncoder.end(out, at);
    }
}
