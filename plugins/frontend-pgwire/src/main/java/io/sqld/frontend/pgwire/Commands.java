package io.sqld.frontend.pgwire;

import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Session;
import java.util.List;
import java.util.Optional;

/** Carries out the commands that SQLite does not have. One for each connection. */
final class Commands {
    private final Conversation conversation;
    private final Client client;
    private final TransactionCommands transactions;
    private final SessionQuestions questions;
    private final CursorCommands cursors;
    private final PreparedCommands prepared;
    private final CopyCommands copying;
    private final MaintenanceCommands maintenance;

    Commands(Conversation conversation, Client client) {
        this.conversation = conversation;
        this.client = client;
        transactions = new TransactionCommands(conversation);
        questions = new SessionQuestions(conversation, client);
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
            case Command.ShowAll() -> SessionQuestions.SHOW_ALL;
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
        switch (answered.command()) {
            case Command.Begin begin -> transactions.begin(begin);
            case Command.Commit(boolean chain) -> transactions.commit(chain);
            case Command.Rollback(boolean chain) -> transactions.rollback(chain);
            case Command.SetTransaction set -> transactions.setTransaction(set);
            case Command.Set(String name, Optional<String> value, boolean local) -> {
                if (local && !transaction().inBlock()) {
                    transactions.warn("SET LOCAL can only be used in transaction blocks");
                }
                if (value.isPresent() && name.equalsIgnoreCase(ReadPosition.REQUIRED)) {
                    session.require(ReadPosition.of(value.get()));
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
            case Command.Show(String name) -> questions.show(name, answered.columns(), portal, session);
            case Command.ShowAll() -> questions.showAll(portal);
            case Command.Ask(List<SessionFunction.Call> calls) -> questions.ask(calls, answered.columns(), portal);
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
            case Command.Listen(String channel) -> {
                notifications().listen(channel);
                complete("LISTEN");
            }
            case Command.Unlisten(Optional<String> channel) -> {
                notifications().unlisten(channel);
                complete("UNLISTEN");
            }
            case Command.Notify(String channel, String payload) -> {
                notifications().send(new Notification(client.processId(), channel, payload));
                complete("NOTIFY");
            }
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
                more.goOn(portal.formats(), portal.simple(), rows);
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

    private void discardAll() {
        if (transaction().inBlock()) {
            throw PgError.error(SqlState.ACTIVE_TRANSACTION, "DISCARD ALL cannot run inside a transaction block")
                    .raise();
        }
        variables().resetAll(false);
        conversation.statements().deallocate(Optional.empty());
        cursors.closeAll();
        conversation.nativeMode().close("");
        notifications().unlisten(Optional.empty());
        conversation.surroundings().locks().unlockAll();
        complete("DISCARD ALL");
    }

    private void complete(String tag) {
        Replies.commandComplete(conversation.out(), tag);
    }

    private Notifications notifications() {
        return conversation.surroundings().notifications();
    }

    private Variables variables() {
        return conversation.variables();
    }

    private Transaction transaction() {
        return conversation.transaction();
    }
}
