package io.sqld.host.layer;

import io.sqld.api.sql.ChangeListener;
import io.sqld.api.sql.Description;
import io.sqld.api.sql.Execution;
import io.sqld.api.sql.Position;
import io.sqld.api.sql.Program;
import io.sqld.api.sql.ScratchRequest;
import io.sqld.api.sql.Session;
import io.sqld.api.sql.TransactionState;

/** A session that passes everything on; a layer's session changes what it must. */
class ForwardingSession implements Session {
    private final Session next;

    ForwardingSession(Session next) {
        this.next = next;
    }

    @Override
    public Description describe(String sql, int offset) {
        return next.describe(sql, offset);
    }

    @Override
    public Execution start(Program program) {
        return next.start(program);
    }

    @Override
    public TransactionState transactionState() {
        return next.transactionState();
    }

    @Override
    public Position position() {
        return next.position();
    }

    @Override
    public void require(Position atLeast) {
        next.require(atLeast);
    }

    @Override
    public boolean bound(long nanos) {
        return next.bound(nanos);
    }

    @Override
    public boolean replaceable() {
        return next.replaceable();
    }

    @Override
    public boolean loseTransaction(String why) {
        return next.loseTransaction(why);
    }

    @Override
    public void listen(ChangeListener listener) {
        next.listen(listener);
    }

    @Override
    public void interrupt() {
        next.interrupt();
    }

    @Override
    public Session openScratch(ScratchRequest request) {
        return next.openScratch(request);
    }

    @Override
    public void close() {
        next.close();
    }
}
