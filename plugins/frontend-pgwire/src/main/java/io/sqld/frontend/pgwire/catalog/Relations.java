package io.sqld.frontend.pgwire.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All relations of the catalogs, by name: data, read from {@code relations.txt}. */
final class Relations {
    static final String PG_CATALOG = "pg_catalog";
    static final String INFORMATION_SCHEMA = "information_schema";

    private final Map<String, Relation> byName = new LinkedHashMap<>();
    /** The type of every column name; 0 where relations differ. */
    private final Map<String, Integer> columnTypes = new HashMap<>();

    Relations(PgTypes types) {
        StringBuilder pending = new StringBuilder();
        for (String line : Tsv.lines("relations.txt")) {
            if (line.startsWith("#")) {
                continue;
            }
            if (!line.startsWith(" ") && !pending.isEmpty()) {
                add(pending.toString(), types);
                pending.setLength(0);
            }
            pending.append(pending.isEmpty() ? "" : " ").append(line.strip());
        }
        add(pending.toString(), types);
    }

    private void add(String description, PgTypes types) {
        String[] words = description.split(" ", -1);
        String schema = words[0].substring(0, words[0].indexOf('.'));
        String name = words[0].substring(schema.length() + 1);
        var attributes = new ArrayList<Relation.Attribute>();
        for (int i = 3; i < words.length; i++) {
            int colon = words[i].lastIndexOf(':');
            String type = words[i].substring(colon + 1);
            int oid = types.named('"' + type + '"');
            var attribute = new Relation.Attribute(words[i].substring(0, colon), oid == 0 ? PgTypes.TEXT : oid);
            attributes.add(attribute);
            columnTypes.merge(attribute.name(), attribute.type(), (a, b) -> a.equals(b) ? a : Integer.valueOf(0));
        }
        byName.put(words[0], new Relation(schema, name, Integer.parseInt(words[1]), words[2],
                List.copyOf(attributes)));
    }

    /** {@return the relation of this name; without a schema, one of {@code pg_catalog}} */
    Optional<Relation> find(String schema, String name) {
        return Optional.ofNullable(byName.get((schema.isEmpty() ? PG_CATALOG : schema) + '.' + name));
    }

    /** {@return the relation of this name in {@code pg_catalog}, which exists} */
    Relation catalog(String name) {
        return find(PG_CATALOG, name).orElseThrow(() -> new IllegalArgumentException(name));
    }

    /** {@return all of them} */
    Collection<Relation> all() {
        return Collections.unmodifiableCollection(byName.values());
    }

    /** {@return the type of columns of this name, if all relations that have one agree; otherwise 0} */
    int columnType(String column) {
        return columnTypes.getOrDefault(column, PgTypes.UNKNOWN);
    }
}
