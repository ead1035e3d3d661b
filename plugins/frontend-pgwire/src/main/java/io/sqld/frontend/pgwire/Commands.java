package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Carries out the commands that SQLite does not have. One for each connection. */
final class Commands {
    private static final List<ResultColumn> SHOW_ALL = List.of(
            ResultColumn.of("name", PgType.TEXT),
            ResultColumn.of("setting", PgType.TEXT),
            ResultColumn.of("description", PgType.TEXT));

    private final Conversation conversation;
    private final Client client;
    private final CursorCommands cursors;
    private final PreparedCommands prepared;
    private final CopyCommands copying;
    private final MaintenanceCommands maintenance;

    Commands(Conversation conversation, Client client) {
        this.conversation = conversation;
        this.client = client;
        cursors = new CursorCommands(conversation);
        prepared = new PreparedCommands(conversation);
        copying = new CopyCommands(conversation);
        maintenance = new MaintenanceCommands(conversation);
    }

    /** {@return the columns of the command's result} */
    List<ResultColumn> columns(Command command) {
        return switch (command) {
            case Command.Show(String name) -> List.of(ResultColumn.of(
                    Variable.named(name).map(Variable::sqlName).orElse(name), PgType.TEXT));
            case Command.ShowAll() -> SHOW_ALL;
            case Command.Ask(List<SessionFunction.Call> calls) -> calls.stream()
                    .map(call -> ResultColumn.of(call.label(), call.function().type()))
                    .toList();
            case Command.Begin _,Command.Commit _,Command.Rollback _,Command.SetTransaction _ -> List.of();
            case Command.Set _,Command.ResetAll _,Command.Deallocate _,Command.DiscardAll _ -> List.of();
            case Command.Execute execute -> prepared.columns(execute);
            case Command.Fetch fetch -> cursors.columns(fetch);
            case Command.Explain _ -> MaintenanceCommands.PLAN;
            case Command.Copy _,Command.Prepare _,Command.Declare _,Command.CloseCursor _ -> List.of();
            case Command.Listen _,Command.Unlisten _,Command.Notify _,Command.Lock _ -> List.of();
            case Command.Truncate _,Command.Vacuum _,Command.Analyze _ -> List.of();
            case Command.Nothing _,Command.Noted _,Command.Sequence _,Command.Unsupported _ -> List.of();
            case Command.FetchMore(String name, int _) -> conversation.nativeMode().columns(name);
            case Command.FetchNoMore _ -> List.of();
        };
    }

    /**
     * Carries out a command, or queues the work that does.
     *
     * @param portal that runs it
     */
    void run(Statement.Answered answered, Portal portal, Session session) {
        boolean describe = portal.simple();
        switch (answered.command()) {
            case Command.Begin begin -> begin(begin);
            case Command.Commit(boolean chain) -> commit(chain);
            case Command.Rollback(boolean chain) -> rollback(chain);
            case Command.SetTransaction set -> setTransaction(set);
            case Command.Set(String name, Optional<String> value, boolean local) -> {
                if (local && !transaction().inBlock()) {
                    warn("SET LOCAL can only be used in transaction blocks");
                }
                if (value.isPresent()) {
                    variables().set(name, value.get(), local, transaction().inBlock());
                } else {
                    variables().reset(name, transaction().inBlock());
                }
                complete(value.isPresent() ? "SET" : "RESET");
            }
            case Command.ResetAll() -> {
                variables().resetAll(transaction().inBlock());
                complete("RESET");
            }
            case Command.Show(String name) -> {
                String value = variables().value(name)
                        .orElseThrow(() -> PgError.error(
                                SqlState.UNDEFINED_OBJECT, "unrecognized configuration parameter \"" + name + "\"")
                                .raise());
                rows(answered, portal, describe, List.of(List.of(value)));
                complete("SHOW");
            }
            case Command.ShowAll() -> {
                rows(answered, portal, describe, allVariables());
                complete("SHOW");
            }
            case Command.Ask(List<SessionFunction.Call> calls) -> {
                rows(answered, portal, describe, List.of(calls.stream().map(this::ask).toList()));
                Replies.commandComplete(conversation.out(), "SELECT", 1);
            }
            case Command.Deallocate(Optional<String> name) -> {
                conversation.statements().deallocate(name);
                complete(name.isPresent() ? "DEALLOCATE" : "DEALLOCATE ALL");
            }
            case Command.DiscardAll() -> discardAll();
            case Command.Copy copy -> copying.copy(copy, answered, portal, session);
            case Command.Prepare prepare -> prepared.prepare(prepare, session);
            case Command.Execute execute -> prepared.execute(execute, portal);
            case Command.Declare declare -> cursors.declare(declare, answered.inner().orElseThrow(), portal);
            case Command.Fetch fetch -> cursors.fetch(fetch, portal);
            case Command.CloseCursor(Optional<String> name) -> cursors.close(name);
            case Command.Listen(String channel) -> complete("LISTEN");
            case Command.Unlisten(Optional<String> channel) -> complete("UNLISTEN");
            case Command.Notify(String channel, String payload) ->
                    throw PgError.error(SqlState.FEATURE_NOT_SUPPORTED, "NOTIFY is not supported").raise();
            case Command.Lock lock -> maintenance.lock(lock, session);
            case Command.Truncate truncate -> maintenance.truncate(truncate, session);
            case Command.Vacuum vacuum -> maintenance.vacuum(vacuum);
            case Command.Analyze analyze -> maintenance.analyze(analyze);
            case Command.Explain _ -> maintenance.explain(answered.inner().orElseThrow(), portal);
            case Command.Nothing(String tag) -> complete(tag);
            case Command.Noted(String tag, String notice) -> {
                Replies.error(conversation.out(), PgError.notice(notice));
                complete(tag);
            }
            case Command.Sequence(List<String> statements, String tag) -> sequence(statements, tag);
            case Command.FetchMore(String name, int rows) -> {
                Portal more = conversation.nativeMode().take(name);
                more.goOn(portal.formats(), describe, rows);
                conversation.next(more);
            }
            case Command.FetchNoMore(String name) -> {
                conversation.nativeMode().close(name);
                complete(name.isEmpty() ? "CLOSE CURSOR ALL" : "CLOSE CURSOR");
            }
            case Command.Unsupported(String message, String hint) ->
                    throw PgError.error(SqlState.FEATURE_NOT_SUPPORTED, message).withHint(hint).raise();
        }
    }

    private void sequence(List<String> statements, String tag) {
        conversation.rules().checkWritable(tag);
        conversation.next((_, _) -> {
            complete(tag);
            return Progress.DONE;
        });
        for (String sql : statements.reversed()) {
            conversation.next(new Control(Spellings.read(sql, 0).map(SqlText::sql).orElse(sql), () -> {}));
        }
        conversation.group();
    }

    private void begin(Command.Begin begin) {
        boolean reading = begin.readOnly().orElseGet(conversation.rules()::readOnlyByDefault);
        switch (transaction().block()) {
            case NONE -> {
                conversation.next(new Control(begin.sql(), () -> {
                    transaction().began(reading);
                    complete(begin.tag());
                }));
            }
            case IMPLICIT -> {
                transaction().began(reading);
                complete(begin.tag());
            }
            case EXPLICIT -> {
                Replies.error(
                        conversation.out(),
                        PgError.warning(SqlState.ACTIVE_TRANSACTION, "there is already a transaction in progress"));
                complete(begin.tag());
            }
            case FAILED -> throw TransactionRules.inFailedTransaction();
        }
    }

    private void commit(boolean chain) {
        switch (transaction().block()) {
            case NONE -> {
                warnNoTransaction();
                complete("COMMIT");
            }
            case IMPLICIT -> {
                warnNoTransaction();
                conversation.endTransaction(true, () -> complete("COMMIT"));
            }
            case EXPLICIT -> {
                boolean readOnly = transaction().readOnly();
                conversation.endTransaction(true, () -> ended("COMMIT", chain, readOnly));
            }
            case FAILED -> {
                boolean readOnly = transaction().readOnly();
                conversation.endTransaction(false, () -> ended("ROLLBACK", chain, readOnly));
            }
        }
    }

    private void rollback(boolean chain) {
        switch (transaction().block()) {
            case NONE -> {
                warnNoTransaction();
                complete("ROLLBACK");
            }
            case IMPLICIT -> {
                warnNoTransaction();
                conversation.endTransaction(false, () -> complete("ROLLBACK"));
            }
            case EXPLICIT, FAILED -> {
                boolean readOnly = transaction().readOnly();
                conversation.endTransaction(false, () -> ended("ROLLBACK", chain, readOnly));
            }
        }
    }

    private void ended(String tag, boolean chain, boolean readOnly) {
        if (chain) {
            conversation.next(new Control("BEGIN", () -> {
                transaction().began(readOnly);
                complete(tag);
            }));
        } else {
            complete(tag);
        }
    }

    private void warnNoTransaction() {
        warn("there is no transaction in progress");
    }

    private void warn(String message) {
        Replies.error(conversation.out(), PgError.warning(SqlState.NO_ACTIVE_TRANSACTION, message));
    }

    private void setTransaction(Command.SetTransaction set) {
        if (set.session()) {
            set.readOnly()
                    .ifPresent(readOnly -> variables()
                            .set(Variable.DEFAULT_TRANSACTION_READ_ONLY.sqlName(), readOnly ? "on" : "off", false,
                                    transaction().inBlock()));
        } else if (transaction().inBlock()) {
            set.readOnly().ifPresent(transaction()::setReadOnly);
        } else {
            warn("SET TRANSACTION can only be used in transaction blocks");
        }
        complete("SET");
    }

    private void discardAll() {
        if (transaction().inBlock()) {
            throw PgError.error(SqlState.ACTIVE_TRANSACTION, "DISCARD ALL cannot run inside a transaction block")
                    .raise();
        }
        variables().resetAll(false);
        conversation.statements().deallocate(Optional.empty());
        cursors.closeAll();
        conversation.nativeMode().close("");
        complete("DISCARD ALL");
    }

    private List<List<String>> allVariables() {
        var rows = new ArrayList<List<String>>();
        for (String name : variables().names()) {
            rows.add(List.of(name, variables().value(name).orElse(""), ""));
        }
        return rows;
    }

    private String ask(SessionFunction.Call call) {
        return switch (call.function()) {
            case CURRENT_CATALOG, CURRENT_DATABASE -> client.database();
            case CURRENT_ROLE, CURRENT_USER, SESSION_USER, USER -> client.user();
            case CURRENT_SCHEMA -> "public";
            case CURRENT_SETTING -> {
                String name = call.arguments().get(0);
                yield variables().value(name)
                        .orElseThrow(() -> PgError.error(
                                SqlState.UNDEFINED_OBJECT, "unrecognized configuration parameter \"" + name + "\"")
                                .raise());
            }
            case PG_BACKEND_PID -> Integer.toString(client.processId());
            case PG_IS_IN_RECOVERY -> "f";
            case SET_CONFIG -> {
                boolean local = Booleans.parse(call.arguments().get(2)) == Booleans.TRUE;
                variables().set(call.arguments().get(0), call.arguments().get(1), local, transaction().inBlock());
                yield variables().value(call.arguments().get(0)).orElse("");
            }
            case VERSION ->
                    "PostgreSQL " + variables().value(Variable.SERVER_VERSION) + ", compiled for the Java VM, 64-bit";
        };
    }

    private void rows(Statement.Answered answered, Portal portal, boolean describe, List<List<String>> rows) {
        ByteBuf out = conversation.out();
        List<ResultColumn> columns = answered.columns();
        if (describe) {
            ResultColumn.describe(out, columns, null);
        }
        for (List<String> row : rows) {
            int at = Replies.begin(out, 'D');
            out.writeShort(row.size());
            for (int i = 0; i < row.size(); i++) {
                cell(out, columns.get(i).type().type(), portal.formats().binary(i), row.get(i));
            }
            Replies.end(out, at);
        }
    }

    private static void cell(ByteBuf out, PgType type, boolean binary, String value) {
        int at = CellEncoder.begin(out);
        if (binary && type == PgType.INT4) {
            out.writeInt(Integer.parseInt(value));
        } else if (binary && type == PgType.BOOL) {
            out.writeBoolean(value.equals("t"));
        } else {
            io.netty.buffer.ByteBufUtil.writeUtf8(out, value);
        }
        CellEncoder.end(out, at);
    }

    private void complete(String tag) {
        Replies.commandComplete(conversation.out(), tag);
    }

    private Variables variables() {
        return conversation.variables();
    }

    private Transaction transaction() {
        return conversation.transaction();
    }
}
