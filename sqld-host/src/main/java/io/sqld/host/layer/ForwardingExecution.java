package io.sqld.host.layer;

import io.sqld.api.service.Deadline;
import io.sqld.api.sql.Execution;
import io.sqld.api.sql.ProgramSink;
import io.sqld.api.sql.Progress;

/** An execution that passes everything on; a layer's execution changes what it must. */
class ForwardingExecution implements Execution {
    private final Execution next;

    ForwardingExecution(Execution next) {
        this.next = next;
    }

    @Override
    public Progress advance(ProgramSink sink, Deadline deadline) {
        return next.advance(sink, deadline);
    }

    @Override
    public void onReady(Runnable resume) {
        next.onReady(resume);
    }

    @Override
    public void close() {
        next.close();
    }
}
