package io.sqld.frontend.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.api.sql.Parameter;
import io.sqld.api.sql.Step;
import io.sqld.api.sql.ValueSink;
import io.sqld.frontend.pgwire.CopyOptions.Format;
import io.sqld.testkit.Seed;
import io.sqld.testkit.Seeded;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The readers of COPY's formats: the same rows however the bytes are cut, and only errors of the client's otherwise.
 */
class CopyFuzzTest {
    private static final int ROUNDS = 3_000;
    private static final List<Format> FORMATS = List.of(Format.values());
    private static final int COLUMNS = 3;
    private static final String CHARS = "ab\\,\"\t\r\n'.Nxä€1";
    private static final PgType[] TYPES = {PgType.TEXT, PgType.TEXT, PgType.TEXT};
    private static final List<String> NAMES = List.of("a", "b", "c");

    @Test
    @ExtendWith(Seeded.class)
    void rowsAreReadAsTheyWereWritten(Seed seed) {
        SplittableRandom random = seed.random();
        for (int round = 0; round < ROUNDS; round++) {
            Format format = FORMATS.get(random.nextInt(FORMATS.size()));
            List<List<@Nullable String>> rows = rows(random);
            byte[] written = write(format, rows);
            assertThat(read(format, written, random, 1 + random.nextInt(40))).as("%s", format).isEqualTo(rows);
        }
    }

    @Test
    @ExtendWith(Seeded.class)
    void anythingElseIsRefusedAndTheSameHoweverItIsCut(Seed seed) {
        SplittableRandom random = seed.random();
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Format format = FORMATS.get(random.nextInt(FORMATS.size()));
            byte[] bytes = write(format, rows(random));
            for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            String whole = outcome(format, bytes, random, Integer.MAX_VALUE);
            assertThat(outcome(format, bytes, random, 1)).isEqualTo(whole);
            refused += whole.startsWith("error") ? 1 : 0;
        }
        assertThat(refused).isGreaterThan(ROUNDS / 20);
    }

    private static String outcome(Format format, byte[] bytes, SplittableRandom random, int piece) {
        try {
            return read(format, bytes, random, piece).toString();
        } catch (PgException refused) {
            assertThat(refused.error().sqlState()).isIn(SqlState.BAD_COPY_FORMAT, SqlState.NOT_IN_REPERTOIRE,
                    SqlState.PROGRAM_LIMIT_EXCEEDED);
            return "error " + refused.error().message() + refused.error().where();
        }
    }

    private static List<List<@Nullable String>> rows(SplittableRandom random) {
        var rows = new ArrayList<List<@Nullable String>>();
        for (int i = random.nextInt(6); i > 0; i--) {
            var row = new ArrayList<@Nullable String>();
            for (int column = 0; column < COLUMNS; column++) {
                row.add(value(random));
            }
            rows.add(row);
        }
        return rows;
    }

    private static @Nullable String value(SplittableRandom random) {
        if (random.nextInt(6) == 0) {
            return null;
        }
        var text = new StringBuilder("v");
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(CHARS.charAt(random.nextInt(CHARS.length())));
        }
        return text.toString();
    }

    private static CopyOptions options(Format format) {
        var options = new CopyOptions.Builder();
        options.format(format.name().toLowerCase(Locale.ROOT));
        return options.build();
    }

    private static byte[] write(Format format, List<List<@Nullable String>> rows) {
        var out = new ByteArrayOutputStream();
        if (format == Format.BINARY) {
            out.writeBytes(CopyBinaryReader.SIGNATURE);
            out.writeBytes(new byte[8]);
        }
        for (List<@Nullable String> row : rows) {
            if (format == Format.BINARY) {
                out.writeBytes(ByteBuffer.allocate(2).putShort((short) COLUMNS).array());
            }
            for (int i = 0; i < COLUMNS; i++) {
                cell(format, row.get(i), i, out);
            }
            if (format != Format.BINARY) {
                out.write('\n');
            }
        }
        return out.toByteArray();
    }

    private static void cell(Format format, @Nullable String value, int column, ByteArrayOutputStream out) {
        if (column > 0 && format != Format.BINARY) {
            out.write(format == Format.CSV ? ',' : '\t');
        }
        byte[] bytes = (value == null ? "" : value).getBytes(StandardCharsets.UTF_8);
        switch (format) {
            case BINARY -> {
                out.writeBytes(ByteBuffer.allocate(4).putInt(value == null ? -1 : bytes.length).array());
                out.writeBytes(bytes);
            }
            case CSV -> out.writeBytes(value == null ? bytes
                    : ('"' + value.replace("\"", "\"\"") + '"').getBytes(StandardCharsets.UTF_8));
            case TEXT -> out.writeBytes((value == null ? "\\N"
                    : value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r"))
                    .getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Reads in pieces of at most so many bytes. */
    private static List<List<@Nullable String>> read(Format format, byte[] bytes, SplittableRandom random, int piece) {
        CopyOptions options = options(format);
        var batch = new CopyBatch("t", NAMES, TYPES, options, 1 << 20);
        CopyReader reader = CopyReader.of(options, batch);
        var rows = new ArrayList<List<@Nullable String>>();
        int at = 0;
        while (at < bytes.length) {
            int end =
                    piece == Integer.MAX_VALUE ? bytes.length : Math.min(bytes.length, at + 1 + random.nextInt(piece));
            at = reader.read(bytes, at, end);
            if (batch.full()) {
                take(batch, rows);
            }
        }
        reader.end();
        take(batch, rows);
        return rows;
    }

    private static void take(CopyBatch batch, List<List<@Nullable String>> rows) {
        List<Step> steps = batch.steps("INSERT");
        for (int row = 0; row < batch.rows(); row++) {
            var values = new Texts();
            for (int i = 1; i <= COLUMNS; i++) {
                steps.get(row).parameters().bind(new Parameter(i, "?"), values);
            }
            rows.add(values.row);
        }
        batch.clear();
    }

    /** Takes texts and NULLs. */
    private static final class Texts implements ValueSink {
        private final List<@Nullable String> row = new ArrayList<>();

        @Override
        public void nullValue() {
            row.add(null);
        }

        @Override
        public void integer(long value) {
            throw new AssertionError("a number from a text: " + value);
        }

        @Override
        public void real(double value) {
            throw new AssertionError("a number from a text: " + value);
        }

        @Override
        public void text(MemorySegment utf8, long offset, int bytes) {
            row.add(Utf8.decode(utf8, offset, bytes));
        }

        @Override
        public void blob(MemorySegment data, long offset, int bytes) {
            throw new AssertionError("a blob from a text");
        }
    }
}
