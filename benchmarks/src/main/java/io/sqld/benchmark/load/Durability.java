package io.sqld.benchmark.load;

/** What an acknowledged write promises: the same of every server. */
enum Durability {
    /** The write survives a power cut. */
    DURABLE("durable"),
    /** The write survives a crash of the server, but not a power cut. */
    RELAXED("relaxed");

    private final String label;

    Durability(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    static Durability of(String label) {
        for (Durability durability : values()) {
            if (durability.label.equals(label)) {
                return durability;
            }
        }
        throw new UsageException("--durability is durable or relaxed, not '" + label + "'");
    }
}
