package io.sqld.sqlite;

import org.jspecify.annotations.Nullable;

/**
 * The handlers of one connection. Each is called by SQLite in the middle of a call of that connection, on its thread;
 * what it throws is kept for that call to throw.
 */
final class ConnectionHooks {
    private static final int GO_ON = 0;
    private static final int STOP = 1;

    private final CallGuard guard;
    private final AuthorizerRequest request = new AuthorizerRequest();
    private @Nullable ProgressHandler progressHandler;
    private @Nullable Authorizer authorizer;
    private @Nullable WalHook walHook;
    private @Nullable CommitHook commitHook;
    private @Nullable RollbackHook rollbackHook;
    private @Nullable UpdateHook updateHook;

    ConnectionHooks(CallGuard guard) {
        this.guard = guard;
    }

    void progressHandler(@Nullable ProgressHandler handler) {
        progressHandler = handler;
    }

    void authorizer(@Nullable Authorizer handler) {
        authorizer = handler;
    }

    void walHook(@Nullable WalHook hook) {
        walHook = hook;
    }

    void commitHook(@Nullable CommitHook hook) {
        commitHook = hook;
    }

    void rollbackHook(@Nullable RollbackHook hook) {
        rollbackHook = hook;
    }

    void updateHook(@Nullable UpdateHook hook) {
        updateHook = hook;
    }

    int progress() {
        var handler = progressHandler;
        if (handler == null) {
            return GO_ON;
        }
        boolean barred = guard.enterUpcall(true);
        try {
            return handler.proceed() ? GO_ON : STOP;
        } catch (Throwable e) {
            guard.failed(e);
            return STOP;
        } finally {
            guard.exitUpcall(barred);
        }
    }

    int authorize(int action, long first, long second, long schema, long source) {
        var handler = authorizer;
        if (handler == null) {
            return AuthorizerAction.ALLOW;
        }
        boolean barred = guard.enterUpcall(true);
        try {
            request.set(action, first, second, schema, source);
            return handler.authorize(request);
        } catch (Throwable e) {
            guard.failed(e);
            return AuthorizerAction.DENY;
        } finally {
            request.clear();
            guard.exitUpcall(barred);
        }
    }

    int walCommitted(long schema, int frames) {
        var hook = walHook;
        if (hook == null) {
            return ResultCode.OK;
        }
        boolean barred = guard.enterUpcall(false);
        try {
            hook.committed(NativeMemory.string(schema), frames);
            return ResultCode.OK;
        } catch (Throwable e) {
            guard.failed(e);
            return ResultCode.ERROR;
        } finally {
            guard.exitUpcall(barred);
        }
    }

    int commit() {
        var hook = commitHook;
        if (hook == null) {
            return GO_ON;
        }
        boolean barred = guard.enterUpcall(true);
        try {
            return hook.commit() ? GO_ON : STOP;
        } catch (Throwable e) {
            guard.failed(e);
            return STOP;
        } finally {
            guard.exitUpcall(barred);
        }
    }

    void updated(int action, long schema, long table, long rowid) {
        var hook = updateHook;
        if (hook == null) {
            return;
        }
        boolean barred = guard.enterUpcall(true);
        try {
            hook.changed(action, NativeMemory.string(schema), NativeMemory.string(table), rowid);
        } catch (Throwable e) {
            guard.failed(e);
        } finally {
            guard.exitUpcall(barred);
        }
    }

    void rolledBack() {
        var hook = rollbackHook;
        if (hook == null) {
            return;
        }
        boolean barred = guard.enterUpcall(true);
        try {
            hook.rolledBack();
        } catch (Throwable e) {
            guard.failed(e);
        } finally {
            guard.exitUpcall(barred);
        }
    }
}
