package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Looks into messages before they are worked off, to tell which statement they are going to run. */
final class Forecast {
    private static final int HEADER_BYTES = 5;

    private Forecast() {}

    /**
     * {@return the text of the one statement that these messages run; empty if they run none or several, or if that
     * cannot be told} Whatever they hold: nothing is checked, and being wrong does no harm.
     */
    static String statement(ByteBuf messages, Statements statements) {
        String text = "";
        boolean runs = false;
        int next = messages.readerIndex();
        int end = messages.writerIndex();
        while (next < end) {
            int field = next + HEADER_BYTES;
            switch (messages.getByte(next)) {
                case 'P' -> text = string(messages, afterString(messages, field, end), end);
                case 'B' -> text = bound(messages, field, end, text, statements);
                case 'Q' -> {
                    if (runs) {
                        return "";
                    }
                    runs = true;
                    text = string(messages, field, end);
                }
                case 'E' -> {
                    if (runs) {
                        return "";
                    }
                    runs = true;
                }
                default -> {
                    // Runs nothing.
                }
            }
            next += 1 + messages.getInt(next + 1);
        }
        return runs ? text : "";
    }

    /** The statement that Bind names; the unnamed one may be parsed by an earlier message of the same batch. */
    private static String bound(ByteBuf messages, int field, int end, String parsed, Statements statements) {
        String name = string(messages, afterString(messages, field, end), end);
        if (name.isEmpty() && !parsed.isEmpty()) {
            return parsed;
        }
        return statements.find(name).map(Statement::text).orElse("");
    }

    private static int afterString(ByteBuf messages, int at, int end) {
        int length = messages.bytesBefore(at, end - at, (byte) 0);
        return length < 0 ? end : at + length + 1;
    }

    private static String string(ByteBuf messages, int at, int end) {
        int length = messages.bytesBefore(at, end - at, (byte) 0);
        return length <= 0 ? "" : messages.toString(at, length, StandardCharsets.UTF_8);
    }
}
