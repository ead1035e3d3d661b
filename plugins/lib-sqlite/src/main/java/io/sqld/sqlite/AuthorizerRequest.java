package io.sqld.sqlite;

/**
 * One question to an {@link Authorizer}. Valid only during the call; texts are read from SQLite only when asked for.
 * What the arguments are depends on the action: see {@link AuthorizerAction}.
 */
public final class AuthorizerRequest {
    private int action;
    private long first;
    private long second;
    private long schema;
    private long source;

    AuthorizerRequest() {}

    void set(int action, long first, long second, long schema, long source) {
        this.action = action;
        this.first = first;
        this.second = second;
        this.schema = schema;
        this.source = source;
    }

    /** SQLite's texts are gone. */
    void clear() {
        set(action, 0, 0, 0, 0);
    }

    /** {@return what the statement wants to do: one of {@link AuthorizerAction}} */
    public int action() {
        return action;
    }

    /** {@return the first argument; empty if there is none} */
    public String first() {
        return NativeMemory.string(first);
    }

    /** {@return whether there is a first argument: such as the file of an ATTACH that is not computed when it runs} */
    public boolean hasFirst() {
        return first != 0;
    }

    /** {@return the second argument; empty if there is none} */
    public String second() {
        return NativeMemory.string(second);
    }

    /** {@return whether there is a second argument: such as the value that a pragma is set to} */
    public boolean hasSecond() {
        return second != 0;
    }

    /** {@return the schema: {@code main}, {@code temp}, an attached name; empty if it does not matter} */
    public String schema() {
        return NativeMemory.string(schema);
    }

    /** {@return the innermost trigger or view that wants this; empty if it is the statement itself} */
    public String source() {
        return NativeMemory.string(source);
    }

    /** {@return whether a trigger or view wants this, not the statement itself} */
    public boolean hasSource() {
        return source != 0;
    }
}
