package io.sqld.frontend.pgwire;

/**
 * Reads COPY's binary format
 * (<a href="https://www.postgresql.org/docs/15/sql-copy.html#id-1.9.3.55.9.4">Binary Format</a>). The trailer may be
 * missing, as some clients send none.
 */
final class CopyBinaryReader implements CopyReader {
    /** What a stream begins with. */
    static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};

    private static final int OIDS_FLAG = 1 << 16;
    private static final int CRITICAL_FLAGS = 0xffff_0000;

    /** What comes next. */
    private enum Part {
        SIGNATURE(11),
        FLAGS(4),
        EXTENSION_LENGTH(4),
        EXTENSION(0),
        COUNT(2),
        LENGTH(4),
        VALUE(0),
        NOTHING(0);

        private final int bytes;

        Part(int bytes) {
            this.bytes = bytes;
        }
    }

    private final CopyBatch batch;
    private final byte[] word = new byte[SIGNATURE.length];
    private int wordBytes;
    private Part part = Part.SIGNATURE;
    /** Bytes of an extension or value that are still to come. */
    private int left;
    private int valuesLeft;

    CopyBinaryReader(CopyBatch batch) {
        this.batch = batch;
    }

    @Override
    public int read(byte[] in, int from, int to) {
        int at = from;
        while (at < to && !batch.full()) {
            if (part == Part.NOTHING) {
                throw batch.error(SqlState.BAD_COPY_FORMAT, "received copy data after EOF marker");
            }
            if (part.bytes == 0) {
                int count = Math.min(left, to - at);
                if (part == Part.VALUE) {
                    batch.add(in, at, count);
                }
                at += count;
                left -= count;
                if (left == 0) {
                    run();
                }
            } else {
                word[wordBytes++] = in[at++];
                if (wordBytes == part.bytes) {
                    wordBytes = 0;
                    word();
                }
            }
        }
        return at;
    }

    /** A run of bytes has ended. */
    private void run() {
        if (part == Part.VALUE) {
            batch.endValue(false);
            valueEnded();
        } else {
            part = Part.COUNT;
        }
    }

    private void word() {
        switch (part) {
            case SIGNATURE -> {
                if (!java.util.Arrays.equals(word, SIGNATURE)) {
                    throw batch.error(SqlState.BAD_COPY_FORMAT, "COPY file signature not recognized");
                }
                part = Part.FLAGS;
            }
            case FLAGS -> {
                flags(number());
                part = Part.EXTENSION_LENGTH;
            }
            case EXTENSION_LENGTH -> {
                left = number();
                if (left < 0) {
                    throw batch.error(SqlState.BAD_COPY_FORMAT, "invalid COPY file header (wrong length)");
                }
                part = left == 0 ? Part.COUNT : Part.EXTENSION;
            }
            case COUNT -> count((short) (word[0] << 8 | (word[1] & 0xff)));
            case LENGTH -> length(number());
            case EXTENSION, VALUE, NOTHING -> throw new IllegalStateException("no word is read in " + part);
        }
    }

    private void flags(int flags) {
        if ((flags & OIDS_FLAG) != 0) {
            throw batch.error(SqlState.BAD_COPY_FORMAT, "invalid COPY file header (WITH OIDS)");
        }
        if ((flags & CRITICAL_FLAGS) != 0) {
            throw batch.error(SqlState.BAD_COPY_FORMAT, "unrecognized critical flags in COPY file header");
        }
    }

    private void count(int count) {
        if (count == -1) {
            part = Part.NOTHING;
            return;
        }
        if (count != batch.columns().size()) {
            throw batch.error(SqlState.BAD_COPY_FORMAT,
                    "row field count is " + count + ", expected " + batch.columns().size());
        }
        valuesLeft = count;
        part = Part.LENGTH;
    }

    private void length(int length) {
        if (length < -1) {
            throw batch.error(SqlState.BAD_COPY_FORMAT, "invalid field size");
        }
        left = length;
        if (length > 0) {
            part = Part.VALUE;
        } else {
            batch.endValue(length < 0);
            valueEnded();
        }
    }

    private void valueEnded() {
        valuesLeft--;
        part = Part.LENGTH;
        if (valuesLeft == 0) {
            batch.endRow();
            part = Part.COUNT;
        }
    }

    private int number() {
        return word[0] << 24 | (word[1] & 0xff) << 16 | (word[2] & 0xff) << 8 | (word[3] & 0xff);
    }

    @Override
    public void end() {
        if (wordBytes > 0 || (part != Part.COUNT && part != Part.NOTHING)) {
            throw batch.error(SqlState.BAD_COPY_FORMAT, "unexpected EOF in COPY data");
        }
    }
}
