package io.sqld.sqlite;

import java.lang.foreign.Arena;

/** Strings for C. */
final class Utf8 {
    private Utf8() {}

    /**
     * {@return the address of a string in UTF-8 with a NUL at its end}
     *
     * @param what names it in a message
     * @throws IllegalArgumentException if it contains NUL, where C would end it
     */
    static long allocate(String value, String what, Arena arena) {
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(what + " contains a NUL character");
        }
        return arena.allocateFrom(value).address();
    }
}
