package io.sqld.frontend.pgwire;

import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Session;
import io.sqld.api.sql.TransactionState;

/**
 * Ends a transaction with COMMIT or ROLLBACK. It is over in any case: a COMMIT that fails is followed by ROLLBACK.
 */
final class TransactionEnd implements Work {
    private final Conversation conversation;
    private final boolean commit;
    private final Runnable onSuccess;

    TransactionEnd(Conversation conversation, boolean commit, Runnable onSuccess) {
        this.conversation = conversation;
        this.commit = commit;
        this.onSuccess = onSuccess;
    }

    @Override
    public Progress advance(Session session, Runnable resume) {
        conversation.portals().transactionEnded(commit);
        if (session.transactionState() == TransactionState.AUTOCOMMIT) {
            ended();
        } else {
            // Until it has succeeded it may fail, and then nothing of it is kept.
            conversation.transaction().beganImplicitly();
            conversation.next(new Control(commit ? "COMMIT" : "ROLLBACK", this::ended));
        }
        return Progress.DONE;
    }

    private void ended() {
        conversation.transaction().ended();
        conversation.settle(commit);
        onSuccess.run();
    }
}
