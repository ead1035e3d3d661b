package io.sqld.frontend.pgwire;

/** The backslash sequences of COPY's text format. */
final class CopyEscapes {
    private CopyEscapes() {}

    /** Replaces the sequences between two indices by what they mean, in place. {@return where the bytes end then} */
    static int remove(byte[] bytes, int from, int to) {
        int out = from;
        int in = from;
        while (in < to) {
            byte b = bytes[in++];
            if (b != '\\' || in == to) {
                bytes[out++] = b;
                continue;
            }
            byte c = bytes[in++];
            switch (c) {
                case 'b' -> bytes[out++] = '\b';
                case 'f' -> bytes[out++] = '\f';
                case 'n' -> bytes[out++] = '\n';
                case 'r' -> bytes[out++] = '\r';
                case 't' -> bytes[out++] = '\t';
                case 'v' -> bytes[out++] = 0x0b;
                case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                    int value = c - '0';
                    for (int i = 0; i < 2 && in < to && bytes[in] >= '0' && bytes[in] <= '7'; i++) {
                        value = value * 8 + bytes[in++] - '0';
                    }
                    bytes[out++] = (byte) value;
                }
                case 'x' -> {
                    int digits = 0;
                    int value = 0;
                    while (digits < 2 && in < to && Hex.digit(bytes[in]) >= 0) {
                        value = value * 16 + Hex.digit(bytes[in++]);
                        digits++;
                    }
                    bytes[out++] = digits == 0 ? c : (byte) value;
                }
                default -> bytes[out++] = c;
            }
        }
        return out;
    }
}
