package io.sqld.benchmark.sqlite;

/** What both sides do. */
enum Task {
    /** Reads a row by its key, in a transaction of its own: as a server does, for the most part. */
    POINT_SELECT("point select", 2_000) {
        @Override
        long run(Contestant contestant, long round) {
            return contestant.select(round * 31, operations(), false);
        }
    },
    /** The same inside a transaction: without the system calls that begin one. */
    POINT_SELECT_IN_TRANSACTION("point select in a transaction", 5_000) {
        @Override
        long run(Contestant contestant, long round) {
            return contestant.select(round * 31, operations(), true);
        }
    },
    /** Reads all rows, per row. */
    SCAN("scan into a wire buffer, per row", Dataset.ROWS) {
        @Override
        long run(Contestant contestant, long round) {
            return contestant.scan();
        }
    },
    /** Inserts rows, each in a transaction of its own. */
    INSERT("insert", 500) {
        @Override
        long run(Contestant contestant, long round) {
            return contestant.insert(operations(), false);
        }
    },
    /** Inserts rows in one transaction. */
    INSERT_IN_TRANSACTION("insert in a transaction of 10,000", 10_000) {
        @Override
        long run(Contestant contestant, long round) {
            return contestant.insert(operations(), true);
        }
    };

    private final String title;
    private final int operations;

    Task(String title, int operations) {
        this.title = title;
        this.operations = operations;
    }

    String title() {
        return title;
    }

    /** How many operations one run is. */
    int operations() {
        return operations;
    }

    boolean writes() {
        return this == INSERT || this == INSERT_IN_TRANSACTION;
    }

    /** Returns how many rows were read or written; both sides must agree. */
    abstract long run(Contestant contestant, long round);
}
