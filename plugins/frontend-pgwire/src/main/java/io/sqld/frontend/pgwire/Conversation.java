package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.frontend.SessionTask;
import io.sqld.api.service.Deadline;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Session;
import io.sqld.netty.Outbox;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What client and server say to each other after the start-up: takes the messages that have arrived, does what they ask
 * for, and answers into the outbox, which is handed over once at the end of each batch.
 *
 * <p>The one task of its session, submitted again whenever something arrives while it rests. All its parts are used by
 * the task alone.
 */
final class Conversation implements SessionTask {
    private static final long SLICE_NANOS = 5_000_000;

    private final Arrivals arrivals;
    private final Outbox outbox;
    private final Greeting greeting;
    private final PgwireSettings settings;
    private final Variables variables;
    private final Surroundings surroundings;
    private final IdleTimeouts idle;
    private final Transaction transaction = new Transaction();
    private final TypeConflicts conflicts = new TypeConflicts();
    private final CellEncoders cellEncoders = new CellEncoders(conflicts);
    private final NativeMode nativeMode;
    private final Analyzer analyzer;
    private final ConnectionFacts facts;
    private final Deque<Work> works = new ArrayDeque<>();
    private final CopyMode copyMode = new CopyMode();
    private final MessageReader reader;
    private final RowEncoder encoder;
    private final TransactionRules rules;
    private final Statements statements;
    private final Portals portals;
    private final Commands commands;
    private final ExtendedQuery extended;

    private boolean greeted;
    private boolean skipping;
    private boolean simple;
    private boolean draining;
    private boolean over;

    Conversation(Inbox inbox, Outbox outbox, Greeting greeting, PgwireSettings settings, Variables variables,
            Surroundings surroundings) {
        this.surroundings = surroundings;
        idle = new IdleTimeouts(variables, surroundings);
        this.outbox = outbox;
        this.greeting = greeting;
        this.settings = settings;
        this.variables = variables;
        rules = new TransactionRules(transaction, variables);
        encoder = new RowEncoder(outbox, settings.rowBytesMax(), conflicts);
        nativeMode = new NativeMode(variables, settings.portalsMax());
        analyzer = new Analyzer(surroundings.catalog(), this::columns);
        facts = new ConnectionFacts(
                surroundings.namespace().value(), greeting.client(), variables, transaction);
        statements = new Statements(settings.statementsMax(), settings.statementBytesMax());
        portals = new Portals(settings.portalsMax());
        arrivals = new Arrivals(inbox, portals::detach);
        reader = arrivals.reader();
        commands = new Commands(this, greeting.client());
        extended = new ExtendedQuery(this, reader);
    }

    Surroundings surroundings() {
        return surroundings;
    }

    ByteBuf out() {
        return outbox.buffer();
    }

    Outbox outbox() {
        return outbox;
    }

    RowEncoder encoder() {
        return encoder;
    }

    CellEncoders cellEncoders() {
        return cellEncoders;
    }

    TypeConflicts conflicts() {
        return conflicts;
    }

    NativeMode nativeMode() {
        return nativeMode;
    }

    ConnectionFacts facts() {
        return facts;
    }

    Analyzer analyzer() {
        analyzer.follow(variables.typeRules());
        return analyzer;
    }

    PgwireSettings settings() {
        return settings;
    }

    private List<ResultColumn> columns(Command command) {
        return commands.columns(command);
    }

    Statements statements() {
        return statements;
    }

    Portals portals() {
        return portals;
    }

    Variables variables() {
        return variables;
    }

    Transaction transaction() {
        return transaction;
    }

    TransactionRules rules() {
        return rules;
    }

    Commands commands() {
        return commands;
    }

    /** Called while the task rests; what it knows is then the submitter's to read, by way of the inbox. */
    @Override
    public String statement() {
        return greeted && !over ? arrivals.forecast(statements) : "";
    }

    @Override
    public Progress run(Session session, Runnable resume) {
        if (over || !outbox.open()) {
            abandon();
            return Progress.DONE;
        }
        if (!greeted) {
            // Asks the session something, so that a database that cannot be opened is known before the client is
            // welcome.
            session.transactionState();
            greeting.welcome(out(), variables);
            works.add(this::ready);
            greeted = true;
        }
        long sliceEndNanos = System.nanoTime() + SLICE_NANOS;
        while (true) {
            Work work = works.poll();
            if (work != null) {
                Progress progress = advance(work, session, resume);
                if (progress != Progress.DONE) {
                    return progress;
                }
            } else if (reader.hasNext()) {
                dispatch(session);
            } else if (!nextBatch() && rest()) {
                return Progress.DONE;
            }
            if (outbox.full() || System.nanoTime() - sliceEndNanos > 0) {
                Progress progress = awaitClient(resume);
                if (progress == Progress.PARKED || System.nanoTime() - sliceEndNanos > 0) {
                    return progress;
                }
            }
        }
    }

    /**
     * Hands over what is encoded; parks the task if the client does not read, otherwise lets others have their turn.
     */
    Progress awaitClient(Runnable resume) {
        outbox.handOver();
        if (outbox.writable()) {
            return Progress.MORE;
        }
        outbox.park(resume);
        return Progress.PARKED;
    }

    private Progress advance(Work work, Session session, Runnable resume) {
        Progress progress;
        try {
            progress = work.advance(session, resume);
        } catch (PgException failure) {
            work.close();
            fail(session, failure.error());
            return Progress.DONE;
        } catch (SqldException failure) {
            work.close();
            fail(session, work.translate(failure));
            return Progress.DONE;
        }
        if (progress != Progress.DONE) {
            works.addFirst(work);
            if (progress == Progress.MORE) {
                outbox.handOver();
            }
        }
        return progress;
    }

    private void dispatch(Session session) {
        idle.heard();
        char type = reader.next();
        if (skipping && type != 'S' && type != 'X') {
            return;
        }
        CopyIn copying = copyMode.copying();
        simple = copying == null ? type == 'Q' || type == 'F' : simple;
        try {
            if (copying != null) {
                copyMode.message(copying, type, reader, this);
                return;
            }
            switch (type) {
                case 'Q' -> query();
                case 'P' -> extended.parse(session);
                case 'B' -> extended.bind();
                case 'D' -> extended.describe();
                case 'E' -> extended.execute(session);
                case 'C' -> extended.close();
                case 'H' -> outbox.handOver();
                case 'S' -> sync();
                case 'X' -> end();
                case 'F' -> {
                    throw PgError.error(SqlState.FEATURE_NOT_SUPPORTED, "the fastpath function call is not supported")
                            .withHint("Call the function with SELECT.")
                            .raise();
                }
                case 'd', 'c', 'f' -> {
                    // Left over from a COPY that failed; PostgreSQL ignores them too.
                }
                default -> refuse(
                        PgError.fatal(SqlState.PROTOCOL_VIOLATION, "invalid frontend message type " + (int) type));
            }
        } catch (PgException failure) {
            fail(session, failure.error());
        }
    }

    /** From now on, rows are copied in; what is queued waits. */
    void beginCopy(CopyIn copying) {
        copyMode.begin(copying, works);
    }

    /** All rows are there; what waited goes on. */
    void endCopy() {
        copyMode.end(works);
    }

    /** Queues the beginning of an implicit transaction, before everything else, unless there is one. */
    void group() {
        if (transaction.block() == Transaction.Block.NONE) {
            works.addFirst(new Control("BEGIN", transaction::beganImplicitly));
        }
    }

    private void query() {
        statements.close("");
        portals.close("");
        String sql = reader.readString();
        reader.end();
        works.add(new SimpleQuery(this, sql));
    }

    private void sync() {
        skipping = false;
        if (transaction.block() == Transaction.Block.IMPLICIT) {
            endTransaction(true, () -> {});
        }
        works.add(this::ready);
    }

    /** Ends a round: what outlives it is in the client's transaction only. */
    private Progress ready(Session session, Runnable resume) {
        if (!transaction.inBlock()) {
            portals.transactionEnded(true);
            settle(true);
        }
        if (nativeMode.needsIdentity()) {
            next(this::ready);
            next(new SqliteIdentity(this));
            return Progress.DONE;
        }
        variables.report(out());
        notice();
        nativeMode.report(out(), session);
        Replies.readyForQuery(out(), transaction.status());
        return Progress.DONE;
    }

    /** Ends a simple query. */
    void finishQuery() {
        if (transaction.block() == Transaction.Block.IMPLICIT) {
            endTransaction(true, () -> {});
        }
        works.add(this::ready);
    }

    /** Does what waits for the end of the transaction. */
    void settle(boolean committed) {
        variables.transactionEnded(committed);
        surroundings.transactionEnded(committed);
    }

    /** Tells what others have notified the client of, unless it is in a transaction. */
    private void notice() {
        if (!transaction.inBlock()) {
            surroundings.notifications().report(out());
        }
    }

    /** Queues work to be done before everything that is queued. */
    void next(Work work) {
        works.addFirst(work);
    }

    /** Queues the end of the transaction, before everything else, and what follows when it has succeeded. */
    void endTransaction(boolean commit, Runnable onSuccess) {
        works.addFirst(new TransactionEnd(this, commit, onSuccess));
    }

    /** Queues a portal's run, within an implicit transaction if {@code grouped}. */
    void execute(Portal portal, boolean grouped) {
        if (grouped && !nativeMode.on() && transaction.block() == Transaction.Block.NONE) {
            works.add(new Control("BEGIN", transaction::beganImplicitly));
        }
        works.add(portal);
    }

    /** Queues work to be done after everything that is queued. */
    void then(Work work) {
        works.add(work);
    }

    /** {@return when a statement that begins now has to be done} */
    Deadline statementDeadline() {
        long nanos = variables.statementTimeoutNanos();
        return nanos == 0 ? Deadline.NEVER : Deadline.afterNanos(nanos);
    }

    /** {@return until when a lock may be waited for from now on} */
    Deadline lockDeadline() {
        long nanos = variables.durationNanos(Variable.LOCK_TIMEOUT);
        return nanos == 0 ? Deadline.NEVER : Deadline.afterNanos(nanos);
    }

    private void fail(Session session, PgError error) {
        works.clear();
        copyMode.drop();
        portals.transactionEnded(false);
        Replies.error(out(), error);
        if (error.severity() == Severity.FATAL) {
            end();
            return;
        }
        boolean wasExplicit = transaction.inBlock();
        if (nativeMode.on()) {
            transaction.follow(session);
        } else if (transaction.failed(session)) {
            works.add(new Control("ROLLBACK", () -> {}));
        }
        if (!wasExplicit) {
            settle(false);
        }
        if (simple) {
            works.add(this::ready);
        } else {
            skipping = true;
        }
    }

    private boolean nextBatch() {
        switch (arrivals.next()) {
            case null -> {
                return false;
            }
            case Inbound.Messages _ -> {
                // The reader has it.
            }
            case Inbound.Oversized(char type, long bytes) -> oversized(type, bytes);
            case Inbound.Violation(PgError fatal) -> refuse(fatal);
            case Inbound.Drain() -> draining = true;
            case Inbound.Wake() -> {
                // It is told before the task rests.
            }
            case Inbound.Idle() -> idle.expired().ifPresent(this::refuse);
        }
        return true;
    }

    private void oversized(char type, long bytes) {
        boolean copying = copyMode.copying() != null;
        if (skipping || (type == 'd' && !copying)) {
            return;
        }
        simple = copying ? simple : type == 'Q' || type == 'F';
        PgError error = PgError.error(
                SqlState.PROGRAM_LIMIT_EXCEEDED,
                "a message of " + bytes + " bytes is larger than pgwire.message-bytes-max = "
                        + settings.messageBytesMax())
                .withHint("Send less at once, or have the limit raised.");
        works.add((session, resume) -> {
            throw error.raise();
        });
    }

    /** Hands over the answers and rests, unless more has arrived. */
    private boolean rest() {
        if (!outbox.open()) {
            abandon();
            return true;
        }
        if (draining && !transaction.inBlock() && copyMode.copying() == null && !over) {
            refuse(PgError.fatal(SqlState.ADMIN_SHUTDOWN, "terminating connection due to administrator command"));
        }
        if (!over) {
            idle.begin(transaction.inBlock());
            try {
                notice();
            } catch (PgException overflow) {
                refuse(overflow.error());
            }
        }
        outbox.handOver();
        return over || arrivals.finish();
    }

    /** Ends the connection with an error. */
    void refuse(PgError fatal) {
        Replies.error(out(), fatal);
        end();
    }

    /** Ends the connection, after what is encoded has been sent. */
    void end() {
        over = true;
        outbox.handOver();
        abandon();
        outbox.hangUp();
    }

    private void abandon() {
        over = true;
        works.clear();
        surroundings.close();
        arrivals.close();
        outbox.discard();
    }

    @Override
    public void failed(SqldException error) {
        PgError told = SqlStates.of(error, "");
        boolean goodbye = error.code() == ErrorCode.SHUTTING_DOWN;
        if (outbox.open()) {
            outbox.discard();
            Replies.error(
                    out(),
                    goodbye
                            ? PgError.fatal(SqlState.ADMIN_SHUTDOWN,
                                    "terminating connection due to administrator command")
                            : told.asFatal());
        }
        end();
    }
}
