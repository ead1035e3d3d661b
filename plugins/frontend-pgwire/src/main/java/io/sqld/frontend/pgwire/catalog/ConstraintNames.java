package io.sqld.frontend.pgwire.catalog;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The names of one table's constraints: those written, and those that PostgreSQL would give to others. */
final class ConstraintNames {
    private final String table;
    private final Set<String> taken = new HashSet<>();

    ConstraintNames(String table) {
        this.table = table;
    }

    /** {@return a name like {@code table_a_b_key}} */
    String of(String written, List<String> columns, String suffix) {
        String base = written.isEmpty()
                ? table + (columns.isEmpty() ? "" : '_' + String.join("_", columns)) + '_' + suffix
                : written;
        String name = base;
        for (int i = 1; !taken.add(name); i++) {
            name = base + i;
        }
        return name;
    }
}
