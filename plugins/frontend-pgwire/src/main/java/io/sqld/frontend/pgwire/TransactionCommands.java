package io.sqld.frontend.pgwire;

/** Carries out BEGIN, COMMIT, ROLLBACK and SET TRANSACTION. */
final class TransactionCommands {
    private final Conversation conversation;

    TransactionCommands(Conversation conversation) {
        this.conversation = conversation;
    }

    void begin(Command.Begin begin) {
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

    void commit(boolean chain) {
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

    void rollback(boolean chain) {
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

    void setTransaction(Command.SetTransaction set) {
        if (set.session()) {
            set.readOnly()
                    .ifPresent(readOnly -> conversation.variables()
                            .set(Variable.DEFAULT_TRANSACTION_READ_ONLY.sqlName(), readOnly ? "on" : "off", false,
                                    transaction().inBlock()));
        } else if (transaction().inBlock()) {
            set.readOnly().ifPresent(transaction()::setReadOnly);
        } else {
            warn("SET TRANSACTION can only be used in transaction blocks");
        }
        complete("SET");
    }

    /** Tells a client that it is in no transaction. */
    void warn(String message) {
        Replies.error(conversation.out(), PgError.warning(SqlState.NO_ACTIVE_TRANSACTION, message));
    }

    private void complete(String tag) {
        Replies.commandComplete(conversation.out(), tag);
    }

    private Transaction transaction() {
        return conversation.transaction();
    }
}
