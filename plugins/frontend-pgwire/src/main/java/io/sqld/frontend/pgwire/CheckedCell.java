package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import java.lang.foreign.MemorySegment;

/**
 * Values of a type that are stored as text, or as numbers too: tries the type's own form, and leaves to
 * {@link TypeConflicts} what has none.
 */
abstract class CheckedCell extends TextCell {
    private final PgType type;
    private final boolean binary;
    private final TypeConflicts conflicts;

    CheckedCell(PgType type, boolean binary, Doubles doubles, TypeConflicts conflicts) {
        super(doubles);
        this.type = type;
        this.binary = binary;
        this.conflicts = conflicts;
    }

    /** {@return the type} */
    final PgType type() {
        return type;
    }

    /** {@return whether the format is binary} */
    final boolean binary() {
        return binary;
    }

    /**
     * Encodes a whole cell.
     *
     * @return whether the value fits; if not, what has been written is taken back
     */
    boolean appendInteger(ByteBuf out, long value) {
        return false;
    }

    /** Likewise. */
    boolean appendReal(ByteBuf out, double value) {
        return false;
    }

    /** Likewise. */
    abstract boolean appendText(ByteBuf out, MemorySegment utf8, long offset, int bytes);

    /** Likewise. */
    boolean appendBlob(ByteBuf out, MemorySegment data, long offset, int bytes) {
        return false;
    }

    @Override
    public final void integer(ByteBuf out, long value) {
        int at = out.writerIndex();
        if (!appendInteger(out, value) && !conflict(out, at, "INTEGER")) {
            super.integer(out, value);
        }
    }

    @Override
    public final void real(ByteBuf out, double value) {
        int at = out.writerIndex();
        if (!appendReal(out, value) && !conflict(out, at, "REAL")) {
            super.real(out, value);
        }
    }

    @Override
    public final void text(ByteBuf out, MemorySegment utf8, long offset, int bytes) {
        int at = out.writerIndex();
        if (!appendText(out, utf8, offset, bytes) && !conflict(out, at, "TEXT")) {
            super.text(out, utf8, offset, bytes);
        }
    }

    @Override
    public final void blob(ByteBuf out, MemorySegment data, long offset, int bytes) {
        int at = out.writerIndex();
        if (!appendBlob(out, data, offset, bytes) && !conflict(out, at, "BLOB")) {
            super.blob(out, data, offset, bytes);
        }
    }

    /** {@return whether NULL has been sent} */
    private boolean conflict(ByteBuf out, int at, String storageClass) {
        out.writerIndex(at);
        if (!conflicts.sendsNull(type, storageClass, binary)) {
            return false;
        }
        out.writeInt(-1);
        return true;
    }
}
