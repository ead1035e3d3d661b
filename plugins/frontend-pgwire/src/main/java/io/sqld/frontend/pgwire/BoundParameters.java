package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sqld.api.sql.Parameter;
import io.sqld.api.sql.ParameterSource;
import io.sqld.api.sql.ValueSink;
import io.sqld.netty.Segments;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The values of a Bind message, checked and decoded when it arrives. Text and bytes stay where the message is until
 * {@link #detach} copies them: most portals end before their batch does.
 */
final class BoundParameters implements ParameterSource {
    /** What a value is, once decoded. */
    enum Kind {
        NULL,
        INTEGER,
        REAL,
        /** In the message. */
        TEXT,
        /** In the message. */
        BLOB,
        /** In memory of our own. */
        OWN_TEXT,
        /** In memory of our own. */
        OWN_BLOB
    }

    private static final int OWN_BYTES_KEPT = 1 << 20;
    private static final MemorySegment NOTHING = MemorySegment.ofArray(new byte[0]);

    private final Kind[] kinds;
    /** The number, the bits of the double, or the place (high half) and length of text and bytes. */
    private final long[] bits;
    private final boolean byIndex;
    private byte[] own = new byte[0];
    private int ownBytes;
    private @Nullable ByteBuf message;
    private @Nullable MemorySegment messageMemory;

    /** {@return the values of a statement without parameters} */
    static BoundParameters none() {
        return new BoundParameters(0, Unpooled.EMPTY_BUFFER, false);
    }

    /**
     * Makes room for values.
     *
     * @param message that they come in
     * @param byIndex whether they are numbered as SQLite does it
     */
    BoundParameters(int count, ByteBuf message, boolean byIndex) {
        this.byIndex = byIndex;
        kinds = new Kind[count];
        bits = new long[count];
        this.message = message;
    }

    void setNull(int index) {
        kinds[index] = Kind.NULL;
    }

    void setInteger(int index, long value) {
        kinds[index] = Kind.INTEGER;
        bits[index] = value;
    }

    void setReal(int index, double value) {
        kinds[index] = Kind.REAL;
        bits[index] = Double.doubleToRawLongBits(value);
    }

    /** Sets a text or blob that lies in the message. */
    void setInMessage(int index, Kind kind, int at, int bytes) {
        kinds[index] = kind;
        bits[index] = (long) at << Integer.SIZE | bytes;
    }

    void setText(int index, String text) {
        setOwn(index, Kind.OWN_TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    void setBlob(int index, byte[] blob) {
        setOwn(index, Kind.OWN_BLOB, blob);
    }

    private void setOwn(int index, Kind kind, byte[] value) {
        int at = reserve(value.length);
        System.arraycopy(value, 0, own, at, value.length);
        kinds[index] = kind;
        bits[index] = (long) at << Integer.SIZE | value.length;
    }

    private int reserve(int bytes) {
        int at = ownBytes;
        ownBytes = Math.addExact(at, bytes);
        if (ownBytes > own.length) {
            own = Arrays.copyOf(own, Math.max(ownBytes, 2 * own.length));
        }
        return at;
    }

    /** Copies what lies in the message: the message goes away and the values stay. */
    void detach() {
        ByteBuf from = message;
        if (from == null) {
            return;
        }
        message = null;
        messageMemory = null;
        for (int i = 0; i < kinds.length; i++) {
            if (kinds[i] == Kind.TEXT || kinds[i] == Kind.BLOB) {
                int bytes = (int) bits[i];
                int source = (int) (bits[i] >>> Integer.SIZE);
                int at = reserve(bytes);
                from.getBytes(source, own, at, bytes);
                kinds[i] = kinds[i] == Kind.TEXT ? Kind.OWN_TEXT : Kind.OWN_BLOB;
                bits[i] = (long) at << Integer.SIZE | bytes;
            }
        }
    }

    @Override
    public void bind(Parameter parameter, ValueSink target) {
        int index = (byIndex ? parameter.index() : ordinal(parameter)) - 1;
        if (index >= kinds.length) {
            target.nullValue();
        } else {
            bind(index, target);
        }
    }

    /** Passes the value with this number, from 0, to {@code target}. */
    void bind(int index, ValueSink target) {
        long value = bits[index];
        switch (kinds[index]) {
            case NULL -> target.nullValue();
            case INTEGER -> target.integer(value);
            case REAL -> target.real(Double.longBitsToDouble(value));
            case TEXT -> target.text(messageMemory(), value >>> Integer.SIZE, (int) value);
            case BLOB -> target.blob(messageMemory(), value >>> Integer.SIZE, (int) value);
            case OWN_TEXT -> target.text(MemorySegment.ofArray(own), value >>> Integer.SIZE, (int) value);
            case OWN_BLOB -> target.blob(MemorySegment.ofArray(own), value >>> Integer.SIZE, (int) value);
        }
    }

    /** {@return the memory of values that are {@linkplain #setInMessage in the message}} */
    ByteBuf message() {
        ByteBuf current = message;
        return current == null ? Unpooled.EMPTY_BUFFER : current;
    }

    /** Notes that the message is elsewhere now, with the same values at the same places. */
    void move(ByteBuf newMessage) {
        message = newMessage;
        messageMemory = null;
    }

    /** Forgets all values, for new ones in another message. */
    void clear(ByteBuf newMessage) {
        move(newMessage);
        ownBytes = 0;
        if (own.length > OWN_BYTES_KEPT) {
            own = new byte[0];
        }
    }

    /** {@return a value as text; empty for NULL} */
    String text(int index) {
        long value = bits[index];
        int bytes = (int) value;
        int at = (int) (value >>> Integer.SIZE);
        return switch (kinds[index]) {
            case NULL -> "";
            case INTEGER -> Long.toString(value);
            case REAL -> Double.toString(Double.longBitsToDouble(value));
            case TEXT, BLOB -> message().toString(at, bytes, StandardCharsets.UTF_8);
            case OWN_TEXT, OWN_BLOB -> new String(own, at, bytes, StandardCharsets.UTF_8);
        };
    }

    private MemorySegment messageMemory() {
        MemorySegment memory = messageMemory;
        if (memory == null) {
            memory = message == null ? NOTHING : Segments.view(message, 0, message.writerIndex());
            messageMemory = memory;
        }
        return memory;
    }

    /**
     * {@return the number by which the client knows a parameter} {@code $2} is a name to SQLite, whose index is the
     * order of first appearance.
     */
    static int ordinal(Parameter parameter) {
        String name = parameter.name();
        boolean numbered = name.length() > 1 && name.length() <= 6 && (name.charAt(0) == '$' || name.charAt(0) == '?');
        if (!numbered) {
            return parameter.index();
        }
        int number = 0;
        for (int i = 1; i < name.length(); i++) {
            int digit = name.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return parameter.index();
            }
            number = number * 10 + digit;
        }
        return number == 0 ? parameter.index() : number;
    }
}
