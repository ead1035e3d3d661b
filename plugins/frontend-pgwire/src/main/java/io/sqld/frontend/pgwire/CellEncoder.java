package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import java.lang.foreign.MemorySegment;

/**
 * Encodes the values of one column in its type and format, by the storage class of each value: length, then bytes. NULL
 * never gets here.
 *
 * <p>A value that does not fit the type is sent as SQLite's text where the format is text; where it is binary, the
 * methods throw {@link PgException} and leave rubbish behind, which the caller takes back.
 */
interface CellEncoder {
    /** Encodes an INTEGER. */
    void integer(ByteBuf out, long value);

    /** Encodes a REAL. */
    void real(ByteBuf out, double value);

    /** Encodes a TEXT. */
    void text(ByteBuf out, MemorySegment utf8, long offset, int bytes);

    /** Encodes a BLOB. */
    void blob(ByteBuf out, MemorySegment data, long offset, int bytes);

    /** Reserves the length and returns its index, for {@link #end}. */
    static int begin(ByteBuf out) {
        int lengthAt = out.writerIndex();
        out.writeInt(0);
        return lengthAt;
    }

    /** Sets the length reserved at {@code lengthAt} to what has been written since. */
    static void end(ByteBuf out, int lengthAt) {
        out.setInt(lengthAt, out.writerIndex() - lengthAt - Integer.BYTES);
    }

    /** {@return the error for a value that the type cannot hold in binary} */
    static PgException mismatch(PgType type, String storageClass) {
        return PgError.error(
                SqlState.DATATYPE_MISMATCH,
                "a value of storage class " + storageClass + " does not fit type " + type.sqlName()
                        + " in binary format")
                .withHint("Ask for this column in text format, CAST it, or correct the stored value.")
                .raise();
    }
}
