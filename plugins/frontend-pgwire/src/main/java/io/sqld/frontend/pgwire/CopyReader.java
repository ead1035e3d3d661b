package io.sqld.frontend.pgwire;

/** Reads rows of one format from bytes that arrive in pieces of any size. */
interface CopyReader {
    /** {@return the reader of a format} */
    static CopyReader of(CopyOptions options, CopyBatch batch) {
        return switch (options.format()) {
            case TEXT -> new CopyTextReader(options, batch);
            case CSV -> new CopyCsvReader(options, batch);
            case BINARY -> new CopyBinaryReader(batch);
        };
    }

    /**
     * Reads until the batch is full or there is no more.
     *
     * @return the index of the first byte that has not been read
     * @throws PgException if these are no rows
     */
    int read(byte[] in, int from, int to);

    /**
     * Ends the last row, if nothing has ended it.
     *
     * @throws PgException if it is incomplete
     */
    void end();
}
