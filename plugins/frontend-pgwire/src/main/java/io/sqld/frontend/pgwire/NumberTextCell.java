package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;

/** Numbers in text format. */
final class NumberTextCell extends TextCell {
    private final boolean wholeNumbers;

    /**
     * Makes an encoder.
     *
     * @param wholeNumbers whether the type has whole numbers only, so that a REAL that is one looks like one
     */
    NumberTextCell(Doubles doubles, boolean wholeNumbers) {
        super(doubles);
        this.wholeNumbers = wholeNumbers;
    }

    @Override
    public void real(ByteBuf out, double value) {
        int at = CellEncoder.begin(out);
        if (wholeNumbers && (long) value == value) {
            Digits.append(out, (long) value);
        } else {
            doubles().appendPostgres(out, value);
        }
        CellEncoder.end(out, at);
    }
}
