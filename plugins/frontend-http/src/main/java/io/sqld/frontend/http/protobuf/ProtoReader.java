package io.sqld.frontend.http.protobuf;

import io.sqld.frontend.http.json.Bytes;
import io.sqld.frontend.http.json.Utf8;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Pulls the fields of one message out of an array, in their order. The caller says what type it expects of each;
 * anything else is a {@link ProtoException}. Strings are handed out where they are, so the array must stay unchanged.
 *
 * <p>A message is read as {@code (nextField value)*}, one within it as {@code enter (nextField value)* leave}. Not
 * thread-safe.
 */
public final class ProtoReader {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int VARINT_BYTES_MAX = 10;
    private static final int TYPE_BITS = 3;

    private final byte[] data;
    private int at;
    private int end;
    private int field;
    private WireType type = WireType.VARINT;

    /** Reads {@code length} bytes of {@code data}. */
    public ProtoReader(byte[] data, int length) {
        this.data = data;
        this.end = length;
    }

    /** {@return whether the message has another field} Its number is {@link #field()} and its value comes next. */
    public boolean nextField() {
        if (at == end) {
            return false;
        }
        long tag = number();
        if (tag < 0 || tag > 0xFFFF_FFFFL || tag >>> TYPE_BITS == 0) {
            throw wrong("invalid tag value: " + tag);
        }
        field = (int) (tag >>> TYPE_BITS);
        type = switch ((int) tag & 7) {
            case 0 -> WireType.VARINT;
            case 1 -> WireType.FIXED64;
            case 2 -> WireType.LENGTH;
            case 5 -> WireType.FIXED32;
            default -> throw wrong("invalid wire type value: " + (tag & 7));
        };
        return true;
    }

    /** {@return the number of the field whose value comes next} */
    public int field() {
        return field;
    }

    /** Begins a message within this one. {@return what {@link #leave} needs} */
    public int enter() {
        int length = length();
        int outer = end;
        end = at + length;
        return outer;
    }

    /** Goes back to the message around this one, whose fields have all been read. */
    public void leave(int outer) {
        end = outer;
    }

    /** Reads a number of any integer type but {@code sint}. */
    public long integer() {
        expect(WireType.VARINT);
        return number();
    }

    /** Reads an {@code int32}. */
    public int int32() {
        return (int) integer();
    }

    /** Reads a {@code uint32}. */
    public long uint32() {
        return integer() & 0xFFFF_FFFFL;
    }

    /** Reads a {@code bool}. */
    public boolean bool() {
        return integer() != 0;
    }

    /** Reads a {@code sint64}. */
    public long signed() {
        long value = integer();
        return (value >>> 1) ^ -(value & 1);
    }

    /** Reads a {@code double}. */
    public double real() {
        expect(WireType.FIXED64);
        need(Long.BYTES);
        double value = Double.longBitsToDouble((long) LONG.get(data, at));
        at += Long.BYTES;
        return value;
    }

    /** Reads {@code bytes}. */
    public Bytes bytes() {
        int length = length();
        var value = new Bytes(data, at, length);
        at += length;
        return value;
    }

    /** Reads a {@code string}, which is valid UTF-8. */
    public Bytes text() {
        Bytes text = bytes();
        if (Utf8.firstInvalid(MemorySegment.ofArray(data), text.offset(), text.length()) >= 0) {
            throw wrong("invalid string value: data is not UTF-8 encoded");
        }
        return text;
    }

    /** Reads a {@code string}. */
    public String string() {
        Bytes text = text();
        return new String(data, text.offset(), text.length(), StandardCharsets.UTF_8);
    }

    /** Reads over the value, whatever it is: a field that nobody knows. */
    public void skip() {
        switch (type) {
            case VARINT -> number();
            case FIXED64 -> skip(Long.BYTES);
            case FIXED32 -> skip(Integer.BYTES);
            case LENGTH -> skip(length());
        }
    }

    private void skip(int count) {
        need(count);
        at += count;
    }

    private int length() {
        expect(WireType.LENGTH);
        long length = number();
        if (length < 0 || length > end - at) {
            throw wrong("buffer underflow");
        }
        return (int) length;
    }

    private long number() {
        long value = 0;
        for (int i = 0; i < VARINT_BYTES_MAX; i++) {
            need(1);
            byte next = data[at++];
            value |= (long) (next & 0x7F) << (7 * i);
            if (next >= 0) {
                if (i == VARINT_BYTES_MAX - 1 && next > 1) {
                    break;
                }
                return value;
            }
        }
        throw wrong("invalid varint");
    }

    private void expect(WireType expected) {
        if (type != expected) {
            throw wrong("invalid wire type: " + type + " (expected " + expected + ") of field " + field);
        }
    }

    private void need(int count) {
        if (end - at < count) {
            throw wrong("buffer underflow");
        }
    }

    private ProtoException wrong(String message) {
        return new ProtoException(message + " at byte " + at);
    }
}
