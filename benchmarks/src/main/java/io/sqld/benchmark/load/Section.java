package io.sqld.benchmark.load;

import java.util.Locale;

/** A part of the benchmark that can be run alone. */
enum Section {
    /** The workloads. */
    LOAD,
    /** Scripts by pgbench, in its three modes. */
    PGBENCH,
    /** From start to the first answer. */
    STARTUP,
    /** Memory with idle connections. */
    IDLE;

    static Section of(String label) {
        for (Section section : values()) {
            if (section.name().toLowerCase(Locale.ROOT).equals(label)) {
                return section;
            }
        }
        throw new UsageException("no section is called '" + label + "': load, pgbench, startup, idle");
    }
}
