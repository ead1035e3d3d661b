package io.sqld.frontend.pgwire;

/**
 * Reads COPY's CSV format
 * (<a href="https://www.postgresql.org/docs/15/sql-copy.html#id-1.9.3.55.9.3">CSV Format</a>).
 */
final class CopyCsvReader implements CopyReader {
    private static final String LAST_LINE = "\\.";

    private final CopyBatch batch;
    private final CopyLines lines;
    private final byte delimiter;
    private final byte quote;
    private final byte escape;
    private boolean inQuotes;
    /** The last byte, within quotes, was the escape character, which may have been the closing quote. */
    private boolean escaped;
    private boolean returned;
    /** The value has, or had, quotes. */
    private boolean quoted;

    CopyCsvReader(CopyOptions options, CopyBatch batch) {
        this.batch = batch;
        lines = new CopyLines(options, batch);
        delimiter = options.delimiter();
        quote = options.quote();
        escape = options.escape();
    }

    @Override
    public int read(byte[] in, int from, int to) {
        int at = from;
        while (at < to && !batch.full()) {
            if (lines.ended()) {
                return to;
            }
            byte b = in[at];
            if (returned) {
                returned = false;
                lines.ends(true, b == '\n');
                at += b == '\n' ? 1 : 0;
                line();
            } else if (escaped) {
                at += afterEscape(b) ? 1 : 0;
            } else if (inQuotes) {
                within(b);
                at++;
            } else {
                outside(b);
                at++;
            }
        }
        return at;
    }

    /** {@return whether {@code b} has been used; if not, it is to be looked at again} */
    private boolean afterEscape(byte b) {
        escaped = false;
        if (b == quote || b == escape) {
            batch.add(b);
            return true;
        }
        if (escape == quote) {
            inQuotes = false;
        } else {
            batch.add(escape);
        }
        return false;
    }

    private void within(byte b) {
        if (b == escape) {
            escaped = true;
        } else if (b == quote) {
            inQuotes = false;
        } else {
            batch.add(b);
            if (b == '\n') {
                batch.nextLine();
            }
        }
    }

    private void outside(byte b) {
        if (b == delimiter) {
            value();
        } else if (b == quote) {
            inQuotes = true;
            quoted = true;
        } else if (b == '\r') {
            returned = true;
        } else if (b == '\n') {
            lines.ends(false, true);
            line();
        } else {
            batch.add(b);
        }
    }

    private void value() {
        if (lines.inHeading()) {
            lines.name();
        } else {
            batch.endCsv(quoted);
        }
        quoted = false;
    }

    private void line() {
        if (!lines.inHeading() && !quoted && batch.rowIs(LAST_LINE)) {
            batch.dropRow();
            lines.end();
            return;
        }
        value();
        lines.next();
    }

    @Override
    public void end() {
        if (escaped) {
            escaped = false;
            inQuotes = escape != quote;
        }
        if (inQuotes && !lines.ended()) {
            throw batch.error(SqlState.BAD_COPY_FORMAT, "unterminated CSV quoted field");
        }
        if (returned) {
            returned = false;
            lines.ends(true, false);
            line();
        } else if (lines.unfinished() || quoted) {
            line();
        }
    }
}
