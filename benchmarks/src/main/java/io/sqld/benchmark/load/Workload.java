package io.sqld.benchmark.load;

/** One kind of operation. */
enum Workload {
    /** A row by its primary key. */
    SELECT("select", 0),
    /** One row, durable. */
    INSERT("insert", 1),
    /** One hundred inserts in one transaction, sent as one request. */
    BATCH("batch", 100),
    /** BEGIN, select, update, COMMIT: four round trips. */
    TRANSACTION("transaction", 0),
    /** Ten thousand rows of five columns. */
    SCAN("scan", 0);

    /** Rows that a scan returns. */
    static final int SCAN_ROWS = 10_000;

    private final String label;
    private final int inserts;

    Workload(String label, int inserts) {
        this.label = label;
        this.inserts = inserts;
    }

    String label() {
        return label;
    }

    /** {@return rows that one operation inserts} */
    int inserts() {
        return inserts;
    }

    boolean writes() {
        return this == INSERT || this == BATCH || this == TRANSACTION;
    }

    static Workload of(String label) {
        for (Workload workload : values()) {
            if (workload.label.equals(label)) {
                return workload;
            }
        }
        throw new UsageException("no workload is called '" + label + "': select, insert, batch, transaction, scan");
    }
}
