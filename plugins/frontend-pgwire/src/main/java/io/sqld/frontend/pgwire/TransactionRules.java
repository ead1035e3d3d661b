package io.sqld.frontend.pgwire;

import io.sqld.api.sql.StatementKind;

/** What may run in the transaction that the client is in. One for each connection. */
final class TransactionRules {
    private final Transaction transaction;
    private final Variables variables;

    TransactionRules(Transaction transaction, Variables variables) {
        this.transaction = transaction;
        this.variables = variables;
    }

    /** {@return whether statements outside a block of the client's must not write} */
    boolean readOnlyByDefault() {
        return variables.value(Variable.DEFAULT_TRANSACTION_READ_ONLY).equals("on");
    }

    /**
     * Checks that a statement may run now.
     *
     * @throws PgException if the transaction has failed, or must not write
     */
    void checkRunnable(Statement statement) {
        checkNotFailed(statement);
        if (statement instanceof Statement.Sql sql && isTransactionalWrite(statement)) {
            checkWritable(CommandTags.verb(sql.description().kind()));
        }
    }

    /**
     * Checks that the transaction may write.
     *
     * @param verb what would be done, for the message
     * @throws PgException if it must not
     */
    void checkWritable(String verb) {
        boolean readOnly = transaction.inBlock() ? transaction.readOnly() : readOnlyByDefault();
        if (readOnly) {
            throw PgError
                    .error(SqlState.READ_ONLY_TRANSACTION, "cannot execute " + verb + " in a read-only transaction")
                    .raise();
        }
    }

    /**
     * Checks that the transaction has not failed, or that the statement may run in spite of it.
     *
     * @throws PgException with 25P02 otherwise
     */
    void checkNotFailed(Statement statement) {
        if (transaction.block() == Transaction.Block.FAILED && !runsInFailedTransaction(statement)) {
            throw inFailedTransaction();
        }
    }

    /** {@return whether the statement is one that a transaction can take back} */
    static boolean isTransactionalWrite(Statement statement) {
        return statement instanceof Statement.Sql sql && !sql.description().readOnly()
                && writes(sql.description().kind());
    }

    private static boolean writes(StatementKind kind) {
        return switch (kind) {
            case SELECT, INSERT, UPDATE, DELETE, CREATE_TABLE, CREATE_VIRTUAL_TABLE, CREATE_INDEX, CREATE_VIEW,
                    CREATE_TRIGGER,
                    DROP_TABLE, DROP_INDEX, DROP_VIEW, DROP_TRIGGER, ALTER_TABLE, ANALYZE, REINDEX, OTHER ->
                    true;
            case BEGIN, COMMIT, ROLLBACK, SAVEPOINT, RELEASE, ROLLBACK_TO, PRAGMA, ATTACH, DETACH, VACUUM, EXPLAIN,
                    EMPTY -> false;
        };
    }

    /** It ends the transaction, or returns to before the failure. */
    private static boolean runsInFailedTransaction(Statement statement) {
        return switch (statement) {
            case Statement.Answered answered -> answered.command().endsTransaction();
            case Statement.Sql sql -> sql.description().kind() == StatementKind.ROLLBACK_TO;
            case Statement.OfCatalog _ -> false;
            case Statement.Empty _ -> true;
        };
    }

    /** {@return the error of everything else in a failed transaction} */
    static PgException inFailedTransaction() {
        return PgError.error(
                SqlState.IN_FAILED_TRANSACTION,
                "current transaction is aborted, commands ignored until end of transaction block")
                .raise();
    }
}
