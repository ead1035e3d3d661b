package io.sqld.frontend.http.hrana;

import io.sqld.frontend.http.json.Bytes;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;

/** Base64 as Hrana has it: the standard alphabet, with or without padding, and no stray bits at the end. */
public final class Base64Text {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private Base64Text() {}

    /** {@return the bytes, or empty if {@code text} is not base64} */
    public static Optional<Bytes> decode(Bytes text) {
        int length = text.length();
        while (length > 0 && text.length() - length < 2 && text.array()[text.offset() + length - 1] == '=') {
            length--;
        }
        boolean padded = length != text.length();
        if ((padded && text.length() % 4 != 0) || strayBits(text, length)) {
            return Optional.empty();
        }
        try {
            ByteBuffer decoded = Base64.getDecoder().decode(ByteBuffer.wrap(text.array(), text.offset(), length));
            return Optional.of(new Bytes(decoded.array(), decoded.arrayOffset(), decoded.limit()));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static boolean strayBits(Bytes text, int length) {
        int rest = length % 4;
        if (rest == 0) {
            return false;
        }
        int last = ALPHABET.indexOf(text.array()[text.offset() + length - 1]);
        return (last & (rest == 2 ? 0b1111 : 0b11)) != 0;
    }
}
