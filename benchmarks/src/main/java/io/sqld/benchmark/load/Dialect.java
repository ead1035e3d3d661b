package io.sqld.benchmark.load;

/** Where the servers' SQL differs. */
enum Dialect {
    /** SQLite: takes the write lock at BEGIN, since the transaction will write. */
    SQLITE("BEGIN IMMEDIATE", "INTEGER PRIMARY KEY", "INTEGER PRIMARY KEY"),
    /** PostgreSQL. */
    POSTGRES("BEGIN", "BIGINT PRIMARY KEY", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY");

    private final String begin;
    private final String key;
    private final String generatedKey;

    Dialect(String begin, String key, String generatedKey) {
        this.begin = begin;
        this.key = key;
        this.generatedKey = generatedKey;
    }

    String begin() {
        return begin;
    }

    String key() {
        return key;
    }

    String generatedKey() {
        return generatedKey;
    }
}
