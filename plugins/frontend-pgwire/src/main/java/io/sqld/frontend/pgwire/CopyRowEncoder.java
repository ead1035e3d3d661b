package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sqld.api.error.SqldException;
import io.sqld.api.sql.Column;
import io.sqld.api.sql.ProgramSink;
import io.sqld.api.sql.StepStats;
import io.sqld.netty.Outbox;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Encodes rows as CopyData, one message for each row: in binary as they are in a DataRow, otherwise as the text of each
 * value with what would end it escaped.
 */
final class CopyRowEncoder implements ProgramSink {
    private final Outbox outbox;
    private final CopyOptions options;
    private final List<ResultColumn> columns;
    private final CellEncoder[] cells;
    private final boolean[] alwaysQuoted;
    private final byte[] nothing;
    private final boolean binary;
    private final int rowBytesMax;
    private final ByteBuf value = Unpooled.buffer(256);
    private ByteBuf out = Unpooled.EMPTY_BUFFER;
    private boolean headed;
    private int rowAt;
    private int cell;
    private long rows;
    private @Nullable PgError failure;
    private @Nullable SqldException stepFailure;

    CopyRowEncoder(Outbox outbox, CopyOptions options, List<ResultColumn> columns, CellEncoders encoders,
            int rowBytesMax) {
        this.outbox = outbox;
        this.options = options;
        this.columns = columns;
        this.rowBytesMax = rowBytesMax;
        binary = options.format() == CopyOptions.Format.BINARY;
        cells = encoders.of(columns, binary ? Formats.BINARY : Formats.TEXT);
        nothing = options.nullBytes();
        alwaysQuoted = new boolean[columns.size()];
        for (int i = 0; i < alwaysQuoted.length; i++) {
            String name = columns.get(i).label().toLowerCase(Locale.ROOT);
            alwaysQuoted[i] = options.quoteAll()
                    || options.forceQuote().stream().anyMatch(forced -> forced.toLowerCase(Locale.ROOT).equals(name));
        }
    }

    /** {@return how many rows have been encoded} */
    long rows() {
        return rows;
    }

    /** {@return why a row could not be encoded} */
    @Nullable
    PgError failure() {
        return failure;
    }

    /** {@return why the statement failed} */
    @Nullable
    SqldException stepFailure() {
        return stepFailure;
    }

    /** Encodes the name of a column, for the first line. */
    void name(ByteBuf target, byte[] name, int column) {
        out = target;
        cell = column + 1;
        escaped(name, 0, name.length);
    }

    /** Encodes what binary rows begin with, once. */
    void head(ByteBuf target) {
        if (!headed) {
            headed = true;
            target.writeBytes(CopyBinaryReader.SIGNATURE).writeInt(0).writeInt(0);
        }
    }

    @Override
    public void beginStep(int step, List<Column> stepColumns) {
        if (stepColumns.size() != columns.size()) {
            failure = PgError.error(SqlState.FEATURE_NOT_SUPPORTED, "the columns have changed meanwhile");
        }
    }

    @Override
    public void beginRow() {
        out = outbox.buffer();
        rowAt = Replies.begin(out, 'd');
        cell = 0;
        if (binary) {
            head(out);
            out.writeShort(columns.size());
        }
    }

    @Override
    public boolean endRow() {
        if (failure != null) {
            out.writerIndex(rowAt - 1);
            return false;
        }
        if (!binary) {
            out.writeByte('\n');
        }
        Replies.end(out, rowAt);
        rows++;
        if (outbox.full()) {
            outbox.handOver();
            return outbox.writable();
        }
        return true;
    }

    @Override
    public void nullValue() {
        if (next(0) == null) {
            return;
        }
        if (binary) {
            out.writeInt(-1);
        } else {
            out.writeBytes(nothing);
        }
    }

    @Override
    public void integer(long number) {
        CellEncoder encoder = next(0);
        if (encoder != null) {
            try {
                encoder.integer(target(), number);
                escape();
            } catch (PgException refused) {
                failure = refused.error();
            }
        }
    }

    @Override
    public void real(double number) {
        CellEncoder encoder = next(0);
        if (encoder != null) {
            try {
                encoder.real(target(), number);
                escape();
            } catch (PgException refused) {
                failure = refused.error();
            }
        }
    }

    @Override
    public void text(MemorySegment utf8, long offset, int bytes) {
        CellEncoder encoder = next(bytes);
        if (encoder != null) {
            try {
                encoder.text(target(), utf8, offset, bytes);
                escape();
            } catch (PgException refused) {
                failure = refused.error();
            }
        }
    }

    @Override
    public void blob(MemorySegment data, long offset, int bytes) {
        CellEncoder encoder = next(2L * bytes);
        if (encoder != null) {
            try {
                encoder.blob(target(), data, offset, bytes);
                escape();
            } catch (PgException refused) {
                failure = refused.error();
            }
        }
    }

    /** {@return the encoder of the next value, or null if the row is lost already} */
    private @Nullable CellEncoder next(long bytes) {
        int index = cell++;
        if (failure != null) {
            return null;
        }
        if (out.writerIndex() - rowAt + bytes > rowBytesMax) {
            failure = PgError.error(SqlState.PROGRAM_LIMIT_EXCEEDED,
                    "a row is larger than " + rowBytesMax + " bytes (pgwire.row-bytes-max)");
            return null;
        }
        if (index > 0 && !binary) {
            out.writeByte(options.delimiter());
        }
        return cells[index];
    }

    private ByteBuf target() {
        return binary ? out : value.clear();
    }

    /** Copies the value from where its encoder has put it, length first. */
    private void escape() {
        if (!binary) {
            escaped(value.array(), value.arrayOffset() + Integer.BYTES, value.readableBytes() - Integer.BYTES);
        }
    }

    private void escaped(byte[] bytes, int at, int length) {
        if (options.format() == CopyOptions.Format.CSV) {
            csv(bytes, at, length);
        } else {
            text(bytes, at, length);
        }
    }

    private void text(byte[] bytes, int at, int length) {
        int end = at + length;
        int from = at;
        for (int i = at; i < end; i++) {
            byte b = bytes[i];
            if (b != '\\' && b != options.delimiter() && (b < '\b' || b > '\r')) {
                continue;
            }
            out.writeBytes(bytes, from, i - from);
            from = i + 1;
            out.writeByte('\\');
            out.writeByte(switch (b) {
                case '\b' -> 'b';
                case '\t' -> 't';
                case '\n' -> 'n';
                case 0x0b -> 'v';
                case '\f' -> 'f';
                case '\r' -> 'r';
                default -> b;
            });
        }
        out.writeBytes(bytes, from, end - from);
    }

    private void csv(byte[] bytes, int at, int length) {
        int end = at + length;
        boolean quoted = alwaysQuoted[cell - 1]
                || Arrays.equals(bytes, at, end, nothing, 0, nothing.length)
                || (columns.size() == 1 && length == 2 && bytes[at] == '\\' && bytes[at + 1] == '.');
        for (int i = at; i < end && !quoted; i++) {
            byte b = bytes[i];
            quoted = b == options.delimiter() || b == options.quote() || b == '\n' || b == '\r';
        }
        if (!quoted) {
            out.writeBytes(bytes, at, length);
            return;
        }
        out.writeByte(options.quote());
        for (int i = at; i < end; i++) {
            if (bytes[i] == options.quote() || bytes[i] == options.escape()) {
                out.writeByte(options.escape());
            }
            out.writeByte(bytes[i]);
        }
        out.writeByte(options.quote());
    }

    @Override
    public void endStep(int step, StepStats stats) {}

    @Override
    public void stepSkipped(int step) {}

    @Override
    public void stepFailed(int step, SqldException error) {
        stepFailure = error;
    }
}
