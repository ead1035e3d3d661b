package io.sqld.frontend.pgwire;

/** The format codes of a Bind message: none means text for all, one counts for all, otherwise one for each. */
final class Formats {
    static final Formats TEXT = new Formats(new boolean[0]);

    /** All values in binary. */
    static final Formats BINARY = new Formats(new boolean[] {true});

    private final boolean[] binary;

    private Formats(boolean[] binary) {
        this.binary = binary;
    }

    /** Reads the number of codes and the codes. */
    static Formats read(MessageReader in) {
        int count = in.readUnsignedShort();
        if (count == 0) {
            return TEXT;
        }
        var codes = new boolean[count];
        for (int i = 0; i < count; i++) {
            codes[i] = switch (in.readUnsignedShort()) {
                case 0 -> false;
                case 1 -> true;
                default -> throw PgError.error(SqlState.INVALID_PARAMETER_VALUE, "unsupported format code").raise();
            };
        }
        if (count == 1) {
            return codes[0] ? BINARY : TEXT;
        }
        return new Formats(codes);
    }

    /** {@return whether value {@code index} is binary} */
    boolean binary(int index) {
        return binary.length != 0 && binary[binary.length == 1 ? 0 : index];
    }

    /** Checks that there are no, one or {@code count} codes. */
    void check(String what, int count) {
        if (binary.length > 1 && binary.length != count) {
            throw PgError.error(
                    SqlState.PROTOCOL_VIOLATION,
                    "bind message has " + binary.length + " " + what + " formats but " + count + " " + what + "s")
                    .raise();
        }
    }

    /** {@return how many codes there are} */
    int count() {
        return binary.length;
    }
}
