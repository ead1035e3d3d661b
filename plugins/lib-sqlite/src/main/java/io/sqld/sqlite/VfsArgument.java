package io.sqld.sqlite;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/** The argument of a file control: a pointer that only the operation gives a type. Valid during the call. */
public final class VfsArgument {
    private static final int PRAGMA_NAME = 1;
    private static final int PRAGMA_VALUE = 2;

    private final LibraryCalls calls;
    private final long address;

    VfsArgument(LibraryCalls calls, long address) {
        this.calls = calls;
        this.address = address;
    }

    /** {@return whether it is NULL} */
    public boolean missing() {
        return address == 0;
    }

    /** {@return the string that it is; empty for NULL} */
    public String string() {
        return NativeMemory.string(address);
    }

    /** Sets the {@code int} that it points at. */
    public void set(int value) {
        NativeMemory.ALL.set(ValueLayout.JAVA_INT, address, value);
    }

    /** {@return the name of the PRAGMA} For {@link FileControl#PRAGMA}. */
    public String pragma() {
        return NativeMemory.string(pointer(PRAGMA_NAME));
    }

    /** {@return whether the PRAGMA has a value: otherwise it asks} For {@link FileControl#PRAGMA}. */
    public boolean pragmaHasValue() {
        return pointer(PRAGMA_VALUE) != 0;
    }

    /** {@return the value of the PRAGMA; empty if it has none} For {@link FileControl#PRAGMA}. */
    public String pragmaValue() {
        return NativeMemory.string(pointer(PRAGMA_VALUE));
    }

    /**
     * The result of a PRAGMA if the file control then returns {@link ResultCode#OK}, the message of its error if it
     * returns another code but NOTFOUND. For {@link FileControl#PRAGMA}.
     */
    public void answer(String text) {
        var utf8 = text.getBytes(StandardCharsets.UTF_8);
        long copy = calls.malloc(utf8.length + 1L);
        if (copy != 0) {
            MemorySegment.copy(utf8, 0, NativeMemory.ALL, ValueLayout.JAVA_BYTE, copy, utf8.length);
            NativeMemory.ALL.set(ValueLayout.JAVA_BYTE, copy + utf8.length, (byte) 0);
            NativeMemory.ALL.set(ValueLayout.JAVA_LONG, address, copy); // SQLite frees it
        }
    }

    private long pointer(int index) {
        return NativeMemory.ALL.get(ValueLayout.JAVA_LONG, address + (long) index * Long.BYTES);
    }
}
