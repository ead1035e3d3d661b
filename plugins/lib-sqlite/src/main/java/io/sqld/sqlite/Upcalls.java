package io.sqld.sqlite;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * The functions that SQLite calls: one stub of each kind for a library, for good. Their user data is the number of the
 * connection or SQL function that is meant.
 *
 * <p>An exception that leaves an upcall ends the JVM, so all of them are caught one level below.
 */
final class Upcalls {
    private final HandleTable<ConnectionHooks> connections = new HandleTable<>();
    private final HandleTable<FunctionCall> functions = new HandleTable<>();
    private final FunctionCalls functionCalls;

    private final long progress = stub("progress", int.class, long.class);
    private final long authorize =
            stub("authorize", int.class, long.class, int.class, long.class, long.class, long.class,
                    long.class);
    private final long walCommitted = stub("walCommitted", int.class, long.class, long.class, long.class, int.class);
    private final long commit = stub("commit", int.class, long.class);
    private final long rolledBack = stub("rolledBack", void.class, long.class);
    private final long updated =
            stub("updated", void.class, long.class, int.class, long.class, long.class, long.class);
    private final long call = stub("call", void.class, long.class, int.class, long.class);
    private final long destroy = stub("destroy", void.class, long.class);

    Upcalls(FunctionCalls functionCalls) {
        this.functionCalls = functionCalls;
    }

    HandleTable<ConnectionHooks> connections() {
        return connections;
    }

    HandleTable<FunctionCall> functions() {
        return functions;
    }

    long progress() {
        return progress;
    }

    long authorize() {
        return authorize;
    }

    long walCommitted() {
        return walCommitted;
    }

    long commit() {
        return commit;
    }

    long rolledBack() {
        return rolledBack;
    }

    long updated() {
        return updated;
    }

    long call() {
        return call;
    }

    long destroy() {
        return destroy;
    }

    // called by SQLite

    int progress(long connection) {
        return connections.find(connection).progress();
    }

    int authorize(long connection, int action, long first, long second, long schema, long source) {
        return connections.find(connection).authorize(action, first, second, schema, source);
    }

    int walCommitted(long connection, long database, long schema, int frames) {
        return connections.find(connection).walCommitted(schema, frames);
    }

    int commit(long connection) {
        return connections.find(connection).commit();
    }

    void rolledBack(long connection) {
        connections.find(connection).rolledBack();
    }

    void updated(long connection, int action, long schema, long table, long rowid) {
        connections.find(connection).updated(action, schema, table, rowid);
    }

    void call(long context, int count, long arguments) {
        functions.find(functionCalls.userData(context)).run(context, count, arguments);
    }

    void destroy(long function) {
        functions.remove(function);
    }

    private long stub(String method, Class<?> result, Class<?>... arguments) {
        var type = MethodType.methodType(result, arguments);
        try {
            var target = MethodHandles.lookup().bind(this, method, type);
            return Linker.nativeLinker().upcallStub(target, Symbols.descriptor(type), Arena.global()).address();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(method, e);
        }
    }
}
