package io.sqld.frontend.http.protobuf;

/** How a field is written; groups are not known here. */
public enum WireType {
    /** A number in base 128. */
    VARINT(0),
    /** Eight bytes. */
    FIXED64(1),
    /** A length and so many bytes: a string, bytes or a message. */
    LENGTH(2),
    /** Four bytes. */
    FIXED32(5);

    private final int number;

    WireType(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
