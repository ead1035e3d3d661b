package io.sqld.benchmark.load;

/** What the client speaks. */
enum Protocol {
    /** HTTP/1.1 keep-alive, {@code POST /v2/pipeline}. */
    HTTP("http"),
    /** PostgreSQL protocol 3, prepared statements. */
    PGWIRE("pgwire");

    private final String label;

    Protocol(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
