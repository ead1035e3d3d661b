package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;

/** Reads the binary form of arrays ({@code array_recv}) into JSON. */
final class ArrayBinary {
    private static final int HEADER_BYTES = 12;
    private static final int DIMENSIONS_MAX = 6;

    private final ByteBuf in;
    private final int end;
    private final PgType element;
    private final int[] lengths;
    private final StringBuilder json = new StringBuilder();
    private int at;

    private ArrayBinary(ByteBuf in, int at, int end, PgType element, int[] lengths) {
        this.in = in;
        this.at = at;
        this.end = end;
        this.element = element;
        this.lengths = lengths;
    }

    /**
     * {@return the array of {@code bytes} bytes at {@code at} as JSON}
     *
     * @param index the parameter, for error messages
     * @throws PgException if it is none
     */
    static String decode(PgType type, ByteBuf in, int at, int bytes, int index) {
        int dimensions = bytes < HEADER_BYTES ? -1 : in.getInt(at);
        if (dimensions < 0 || dimensions > DIMENSIONS_MAX || bytes < HEADER_BYTES + 8 * dimensions) {
            throw ParameterDecoder.invalidBinary(index);
        }
        PgType element = PgType.of(in.getInt(at + 8)).orElse(type.element());
        var lengths = new int[dimensions];
        long count = dimensions == 0 ? 0 : 1;
        for (int i = 0; i < dimensions; i++) {
            lengths[i] = in.getInt(at + HEADER_BYTES + 8 * i);
            count *= lengths[i];
            if (lengths[i] < 0 || count > bytes) {
                throw ParameterDecoder.invalidBinary(index);
            }
        }
        var reader = new ArrayBinary(in, at + HEADER_BYTES + 8 * dimensions, at + bytes, element, lengths);
        if (count == 0) {
            reader.json.append("[]");
        } else {
            reader.level(0, index);
        }
        if (reader.at != reader.end) {
            throw ParameterDecoder.invalidBinary(index);
        }
        return reader.json.toString();
    }

    private void level(int depth, int index) {
        json.append('[');
        for (int i = 0; i < lengths[depth]; i++) {
            if (i > 0) {
                json.append(',');
            }
            if (depth + 1 < lengths.length) {
                level(depth + 1, index);
            } else {
                element(index);
            }
        }
        json.append(']');
    }

    private void element(int index) {
        int bytes = end - at < Integer.BYTES ? -2 : in.getInt(at);
        at += Integer.BYTES;
        if (bytes == -1) {
            json.append("null");
            return;
        }
        if (bytes < 0 || bytes > end - at) {
            throw ParameterDecoder.invalidBinary(index);
        }
        String text = ParameterDecoder.binaryAsText(element, in, at, bytes, index);
        if (!ArrayText.append(json, element, text)) {
            throw ParameterDecoder.invalidBinary(index);
        }
        at += bytes;
    }
}
