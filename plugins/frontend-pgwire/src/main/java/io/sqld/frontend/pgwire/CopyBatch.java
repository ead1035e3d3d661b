package io.sqld.frontend.pgwire;

import io.netty.buffer.Unpooled;
import io.sqld.api.sql.Condition;
import io.sqld.api.sql.ParameterSource;
import io.sqld.api.sql.Step;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Rows that have been read and wait to be inserted together. A reader puts bytes into the current value, ends values
 * and rows, and stops when the batch is full.
 */
final class CopyBatch {
    static final int ROWS_MAX = 128;

    private static final int BYTES_MAX = 64 * 1024;
    private static final int KEPT_BYTES_MAX = 1 << 20;

    private final String table;
    private final List<String> columns;
    private final PgType[] types;
    private final boolean binary;
    private final byte[] nothing;
    private final boolean[] neverNull;
    private final boolean[] nullThoughQuoted;
    private final int rowBytesMax;
    private final BoundParameters values;
    private final long[] lines = new long[ROWS_MAX];
    private final int[] starts;
    private final int[] lengths;
    private byte[] bytes = new byte[4096];
    private int used;
    private int rowStart;
    private int valueStart;
    private int column;
    private int rows;
    private long line = 1;

    CopyBatch(String table, List<String> columns, PgType[] types, CopyOptions options, int rowBytesMax) {
        this.table = table;
        this.columns = List.copyOf(columns);
        this.types = types.clone();
        this.rowBytesMax = rowBytesMax;
        binary = options.format() == CopyOptions.Format.BINARY;
        nothing = options.nullBytes();
        neverNull = named(options.forceNotNull());
        nullThoughQuoted = named(options.forceNull());
        values = new BoundParameters(ROWS_MAX * types.length, Unpooled.wrappedBuffer(bytes), false);
        starts = new int[types.length];
        lengths = new int[types.length];
    }

    private boolean[] named(Iterable<String> names) {
        var set = new boolean[columns.size()];
        for (String name : names) {
            for (int i = 0; i < set.length; i++) {
                set[i] |= columns.get(i).toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT));
            }
        }
        return set;
    }

    /** {@return one step for each row, each only if those before it succeeded} */
    List<Step> steps(String insert) {
        var steps = new ArrayList<Step>(ROWS_MAX);
        for (int i = 0; i < ROWS_MAX; i++) {
            int first = i * types.length;
            ParameterSource row = (parameter, target) -> values.bind(first + parameter.index() - 1, target);
            steps.add(new Step(i == 0 ? Condition.ALWAYS : new Condition.Succeeded(i - 1), insert, row, false));
        }
        return List.copyOf(steps);
    }

    int rows() {
        return rows;
    }

    List<String> columns() {
        return columns;
    }

    boolean full() {
        return rows == ROWS_MAX || used >= BYTES_MAX;
    }

    /** Forgets the rows, which have been inserted. */
    void clear() {
        rows = 0;
        used = 0;
        rowStart = 0;
        valueStart = 0;
        if (bytes.length > KEPT_BYTES_MAX) {
            bytes = new byte[4096];
        }
        values.clear(Unpooled.wrappedBuffer(bytes));
    }

    /** Adds a byte to the value. */
    void add(byte b) {
        if (used == bytes.length) {
            grow(1);
        }
        bytes[used++] = b;
    }

    /** Adds bytes to the value. */
    void add(byte[] source, int from, int count) {
        if (count > bytes.length - used) {
            grow(count);
        }
        System.arraycopy(source, from, bytes, used, count);
        used += count;
    }

    private void grow(int count) {
        long needed = (long) used + count;
        if (needed - rowStart > rowBytesMax) {
            throw error(SqlState.PROGRAM_LIMIT_EXCEEDED,
                    "a row is larger than " + rowBytesMax + " bytes (pgwire.row-bytes-max)");
        }
        bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(needed, 2L * bytes.length), Integer.MAX_VALUE - 8));
        values.move(Unpooled.wrappedBuffer(bytes));
    }

    /** {@return whether the row has nothing yet} */
    boolean rowIsEmpty() {
        return column == 0 && used == rowStart;
    }

    /** {@return whether the row's only value so far is exactly this} */
    boolean rowIs(String text) {
        byte[] expected = text.getBytes(StandardCharsets.ISO_8859_1);
        return column == 0 && Arrays.equals(bytes, rowStart, used, expected, 0, expected.length);
    }

    /** Forgets what the row has so far. */
    void dropRow() {
        used = rowStart;
        valueStart = rowStart;
        column = 0;
    }

    /** Takes the value away from the row. */
    String takeText() {
        var text = new String(bytes, valueStart, used - valueStart, StandardCharsets.UTF_8);
        used = valueStart;
        return text;
    }

    /** Ends a value of the text format, whose escapes are still there. */
    void endText(boolean escapes) {
        checkRoom();
        boolean isNull = isNothing() && !neverNull[column];
        if (escapes && !isNull) {
            used = CopyEscapes.remove(bytes, valueStart, used);
        }
        endValue(isNull);
    }

    /** Ends a value of the CSV format, whose quotes are gone. */
    void endCsv(boolean quoted) {
        checkRoom();
        boolean isNull = isNothing() && (quoted ? nullThoughQuoted[column] : !neverNull[column]);
        endValue(isNull);
    }

    private boolean isNothing() {
        return Arrays.equals(bytes, valueStart, used, nothing, 0, nothing.length);
    }

    private void checkRoom() {
        if (column >= types.length) {
            throw error(SqlState.BAD_COPY_FORMAT, "extra data after last expected column");
        }
    }

    /** Ends a value. */
    void endValue(boolean isNull) {
        checkRoom();
        starts[column] = valueStart;
        lengths[column] = isNull ? -1 : used - valueStart;
        valueStart = used;
        column++;
    }

    /** Ends the row: its values are checked and decoded. */
    void endRow() {
        if (column < types.length) {
            throw error(SqlState.BAD_COPY_FORMAT, "missing data for column \"" + columns.get(column) + "\"");
        }
        for (int i = 0; i < types.length; i++) {
            try {
                decode(rows * types.length + i, i);
            } catch (PgException refused) {
                throw refused.error().in("COPY " + table + ", line " + line + ", column " + columns.get(i)).raise();
            }
        }
        lines[rows] = line;
        rows++;
        line++;
        column = 0;
        rowStart = used;
    }

    private void decode(int index, int i) {
        if (lengths[i] < 0) {
            values.setNull(index);
        } else if (binary) {
            ParameterDecoder.binary(values, index, types[i], values.message(), starts[i], lengths[i], true);
        } else {
            Utf8.check(values.message(), starts[i], lengths[i]);
            ParameterDecoder.text(values, index, types[i], values.message(), starts[i], lengths[i], false);
        }
    }

    /** Counts a line within a value, or one that is no row. */
    void nextLine() {
        line++;
    }

    /** {@return an error in the line that is being read} */
    PgException error(String sqlState, String message) {
        return PgError.error(sqlState, message).in("COPY " + table + ", line " + line).raise();
    }

    /** {@return an error that a row has met which was read before} */
    PgError inRow(PgError error, int row) {
        return error.in("COPY " + table + ", line " + lines[row]);
    }
}
