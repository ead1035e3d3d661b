package io.sqld.frontend.http.json;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/**
 * A number as it was written.
 *
 * @param integer whether it has neither fraction nor exponent
 */
public record JsonNumber(Bytes digits, boolean integer) {
    /** {@return the value if it is an integer of 64 bits} */
    public OptionalLong asLong() {
        return integer ? Decimal.parseLong(digits) : OptionalLong.empty();
    }

    /** {@return the nearest double; infinite if there is none} */
    public double asDouble() {
        OptionalLong small = asLong();
        if (small.isPresent() && small.getAsLong() != 0) {
            return small.getAsLong();
        }
        return Double.parseDouble(
                new String(digits.array(), digits.offset(), digits.length(), StandardCharsets.US_ASCII));
    }
}
