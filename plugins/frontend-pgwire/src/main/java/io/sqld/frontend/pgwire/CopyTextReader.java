package io.sqld.frontend.pgwire;

/**
 * Reads COPY's text format
 * (<a href="https://www.postgresql.org/docs/15/sql-copy.html#id-1.9.3.55.9.2">Text Format</a>).
 */
final class CopyTextReader implements CopyReader {
    private static final String LAST_LINE = "\\.";

    private final CopyBatch batch;
    private final CopyLines lines;
    private final byte delimiter;
    /** The last byte was a backslash: the next one is data, whatever it is. */
    private boolean escaped;
    /** The last byte was a carriage return: a newline may belong to it. */
    private boolean returned;
    /** The value has backslashes. */
    private boolean escapes;

    CopyTextReader(CopyOptions options, CopyBatch batch) {
        this.batch = batch;
        lines = new CopyLines(options, batch);
        delimiter = options.delimiter();
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
                batch.add(b);
                escaped = false;
                at++;
            } else if (isPlain(b)) {
                int end = at + 1;
                while (end < to && isPlain(in[end])) {
                    end++;
                }
                batch.add(in, at, end - at);
                at = end;
            } else {
                special(b);
                at++;
            }
        }
        return at;
    }

    private boolean isPlain(byte b) {
        return b != '\\' && b != '\n' && b != '\r' && b != delimiter;
    }

    private void special(byte b) {
        if (b == delimiter) {
            value();
        } else if (b == '\\') {
            batch.add(b);
            escaped = true;
            escapes = true;
        } else if (b == '\r') {
            returned = true;
        } else {
            lines.ends(false, true);
            line();
        }
    }

    private void value() {
        if (lines.inHeading()) {
            lines.name();
        } else {
            batch.endText(escapes);
        }
        escapes = false;
    }

    private void line() {
        if (!lines.inHeading() && batch.rowIs(LAST_LINE)) {
            batch.dropRow();
            lines.end();
            return;
        }
        value();
        lines.next();
    }

    @Override
    public void end() {
        if (returned) {
            returned = false;
            lines.ends(true, false);
            line();
        } else if (lines.unfinished()) {
            line();
        }
    }
}
