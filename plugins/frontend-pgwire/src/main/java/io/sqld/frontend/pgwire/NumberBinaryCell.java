package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import java.lang.foreign.MemorySegment;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalDouble;

/** Numbers and truth values in binary format. */
final class NumberBinaryCell implements CellEncoder {
    private final PgType type;
    private final TypeConflicts conflicts;

    NumberBinaryCell(PgType type, TypeConflicts conflicts) {
        this.type = type;
        this.conflicts = conflicts;
    }

    @Override
    public void integer(ByteBuf out, long value) {
        switch (type) {
            case INT8 -> out.writeInt(8).writeLong(value);
            case INT4 -> out.writeInt(4).writeInt((int) inRange(value, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case INT2 -> out.writeInt(2).writeShort((int) inRange(value, Short.MIN_VALUE, Short.MAX_VALUE));
            case OID, XID, REGCLASS, REGTYPE, REGPROC ->
                    out.writeInt(4).writeInt((int) inRange(value, 0, 0xffff_ffffL));
            case FLOAT4 -> out.writeInt(4).writeFloat((float) value);
            case FLOAT8 -> out.writeInt(8).writeDouble((double) value);
            case NUMERIC -> Numerics.appendCell(out, BigDecimal.valueOf(value));
            case BOOL -> out.writeInt(1).writeByte(value == 0 ? 0 : 1);
            default -> throw CellEncoder.mismatch(type, "INTEGER");
        }
    }

    @Override
    public void real(ByteBuf out, double value) {
        if (type == PgType.FLOAT8) {
            out.writeInt(8).writeDouble(value);
        } else if (type == PgType.FLOAT4) {
            out.writeInt(4).writeFloat((float) value);
        } else if (type == PgType.BOOL) {
            integer(out, value == 0 ? 0 : 1);
        } else if (type == PgType.NUMERIC) {
            Numerics.appendCell(out, value);
        } else if (type.isInteger() && (long) value == value && Math.abs(value) < 0x1p63) {
            integer(out, (long) value);
        } else {
            conflict(out, "REAL");
        }
    }

    @Override
    public void text(ByteBuf out, MemorySegment utf8, long offset, int bytes) {
        if (type == PgType.BOOL) {
            Booleans truth = Booleans.parse(utf8, offset, bytes);
            if (truth == Booleans.NEITHER) {
                conflict(out, "TEXT");
            } else {
                integer(out, truth == Booleans.TRUE ? 1 : 0);
            }
            return;
        }
        String text = Utf8.decode(utf8, offset, bytes).strip();
        Optional<BigDecimal> number = Numerics.parse(text);
        OptionalDouble approximately = type.isInteger() ? OptionalDouble.empty() : Numerics.parseDouble(text);
        if (type == PgType.NUMERIC && number.isPresent()) {
            Numerics.appendCell(out, number.get());
        } else if (type.isInteger() && number.isPresent() && Numerics.fitsLong(number.get())) {
            integer(out, number.get().longValueExact());
        } else if (approximately.isPresent()) {
            real(out, approximately.getAsDouble());
        } else {
            conflict(out, "TEXT");
        }
    }

    @Override
    public void blob(ByteBuf out, MemorySegment data, long offset, int bytes) {
        conflict(out, "BLOB");
    }

    private void conflict(ByteBuf out, String storageClass) {
        if (conflicts.sendsNull(type, storageClass, true)) {
            out.writeInt(-1);
        }
    }

    private long inRange(long value, long min, long max) {
        if (value < min || value > max) {
            throw PgError.error(SqlState.NUMERIC_OUT_OF_RANGE, type.sqlName() + " out of range").raise();
        }
        return value;
    }
}
