package io.sqld.frontend.pgwire;

/** The lines of a COPY in text or CSV format: which character ends them, the first one with names, and the last one. */
final class CopyLines {
    /** What ends a line, as its first one has it. */
    private enum Ending {
        UNKNOWN,
        NEWLINE,
        RETURN,
        BOTH
    }

    private final CopyBatch batch;
    private final boolean match;
    private Ending ending = Ending.UNKNOWN;
    private boolean heading;
    private int headings;
    private boolean ended;

    CopyLines(CopyOptions options, CopyBatch batch) {
        this.batch = batch;
        match = options.header() == CopyOptions.Header.MATCH;
        heading = options.header() != CopyOptions.Header.NONE;
    }

    /** {@return whether the line of names is still to come} */
    boolean inHeading() {
        return heading;
    }

    /** {@return whether {@code \.} has ended the rows} */
    boolean ended() {
        return ended;
    }

    /** Notes that the rows have ended. */
    void end() {
        ended = true;
    }

    /**
     * Notes how a line ends.
     *
     * @param carriageReturn whether with a carriage return
     * @param newline whether with a newline, after it if both
     */
    void ends(boolean carriageReturn, boolean newline) {
        Ending found = carriageReturn ? newline ? Ending.BOTH : Ending.RETURN : Ending.NEWLINE;
        if (ending == Ending.UNKNOWN) {
            ending = found;
        } else if (ending != found) {
            throw batch.error(SqlState.BAD_COPY_FORMAT,
                    carriageReturn ? "literal carriage return found in data" : "literal newline found in data");
        }
    }

    /** Takes a value of the line of names, which the batch has. */
    void name() {
        String found = batch.takeText();
        if (match) {
            String expected = headings < batch.columns().size() ? batch.columns().get(headings) : "";
            if (!expected.equals(found)) {
                throw batch.error(SqlState.BAD_COPY_FORMAT, "column name mismatch in header line field "
                        + (headings + 1) + ": got \"" + found + "\", expected \"" + expected + "\"");
            }
        }
        headings++;
    }

    /** Ends the line: of names, or of a row. */
    void next() {
        if (!heading) {
            batch.endRow();
            return;
        }
        if (match && headings != batch.columns().size()) {
            throw batch.error(SqlState.BAD_COPY_FORMAT, "wrong number of fields in header line: got " + headings
                    + ", expected " + batch.columns().size());
        }
        heading = false;
        batch.nextLine();
    }

    /** {@return whether a line has begun that nothing has ended} */
    boolean unfinished() {
        return !ended && (!batch.rowIsEmpty() || (heading && headings > 0));
    }
}
