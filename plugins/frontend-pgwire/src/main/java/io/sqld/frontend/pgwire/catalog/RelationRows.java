package io.sqld.frontend.pgwire.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the rows of each relation come from: a file, the schema, the connection, or other relations. Immutable. */
final class RelationRows {
    private static final List<String> FIXED = List.of(
            "pg_type", "pg_proc", "pg_am", "pg_range", "pg_opclass", "pg_language", "pg_tablespace", "pg_collation");
    private static final Set<String> PER_QUERY = Set.of(
            "pg_settings", "pg_database", "pg_roles", "pg_user", "pg_authid", "pg_shadow", "pg_stat_activity",
            "pg_stat_ssl", "pg_stat_database");
    private static final Pattern INSERT = Pattern.compile("INSERT INTO (\\w+)\\.(\\w+)");
    private static final Pattern SOURCE = Pattern.compile("(?:FROM|JOIN) pg_catalog\\.(\\w+)");
    private static final int FIRST_ENCODING = 6;

    private final Relations relations;
    private final Map<Relation, List<Row>> fixed = new HashMap<>();
    private final Map<Relation, String> derivations = new HashMap<>();

    RelationRows(Relations relations) {
        this.relations = relations;
        for (String name : FIXED) {
            Relation relation = relations.catalog(name);
            fixed.put(relation, fixed(relation, Tsv.read(name)));
        }
        fixed.put(relations.catalog("sqld_keywords"), keywords());
        for (String statement : String.join("\n", Tsv.lines("derived.sql")).split(";\n", -1)) {
            Matcher insert = INSERT.matcher(statement);
            if (insert.find()) {
                Relation relation = relations.find(insert.group(1), insert.group(2)).orElseThrow();
                derivations.put(relation, statement.strip().replaceFirst(";$", ""));
            }
        }
    }

    private static List<Row> fixed(Relation relation, Tsv table) {
        var rows = new ArrayList<Row>();
        for (List<String> values : table.rows()) {
            var row = new Row(relation);
            for (int i = 0; i < values.size(); i++) {
                String column = table.header().get(i);
                row.set(column, value(relation.attributes().get(relation.index(column)).type(), values.get(i)));
            }
            rows.add(row);
        }
        return List.copyOf(rows);
    }

    private static Object value(int type, String text) {
        if (text.equals(Tsv.NULL)) {
            return Row.NULL;
        }
        if (type == PgTypes.BOOL) {
            return text.equals("t");
        }
        boolean number = !PgTypes.declaration(type).startsWith("TEXT") && text.matches("-?\\d+");
        return number ? (Object) Long.parseLong(text) : text;
    }

    private List<Row> keywords() {
        var rows = new ArrayList<Row>();
        for (String line : Tsv.lines("keywords.txt")) {
            for (String word : line.strip().split(" ", -1)) {
                rows.add(new Row(relations.catalog("sqld_keywords"))
                        .set("word", word)
                        .set("catcode", ReservedWords.isReserved(word) ? "R" : "U")
                        .set("barelabel", true)
                        .set("catdesc", ReservedWords.isReserved(word) ? "reserved" : "unreserved")
                        .set("baredesc", "can be bare label"));
            }
        }
        return List.copyOf(rows);
    }

    /** {@return whether the rows are always the same} */
    boolean isFixed(Relation relation) {
        return fixed.containsKey(relation);
    }

    /** {@return whether the rows may differ from query to query} */
    boolean isPerQuery(Relation relation) {
        return relation.schema().equals(Relations.PG_CATALOG) && PER_QUERY.contains(relation.name());
    }

    /** {@return whether a query on it has to know the schema} */
    boolean needsSchema(Relation relation) {
        return !isFixed(relation) && !isPerQuery(relation);
    }

    /** {@return the relations that its rows are made of} */
    List<Relation> sources(Relation relation) {
        String sql = derivations.get(relation);
        if (sql == null) {
            return List.of();
        }
        var sources = new ArrayList<Relation>();
        Matcher matcher = SOURCE.matcher(sql);
        while (matcher.find()) {
            sources.add(relations.catalog(matcher.group(1)));
        }
        return sources;
    }

    /** {@return the statement that makes its rows of other relations, if they are made so} */
    Optional<String> derivation(Relation relation) {
        return Optional.ofNullable(derivations.get(relation));
    }

    /** {@return its rows} */
    List<Row> rows(Relation relation, Snapshot snapshot, CatalogClient client) {
        List<Row> known = fixed.get(relation);
        if (known != null) {
            return known;
        }
        return isPerQuery(relation) ? perQuery(relation, client) : snapshot.rows().getOrDefault(relation, List.of());
    }

    private List<Row> perQuery(Relation relation, CatalogClient client) {
        return switch (relation.name()) {
            case "pg_settings" -> settings(relation, client);
            case "pg_database" -> List.of(database(relation, client));
            case "pg_roles", "pg_authid" -> List.of(new Row(relation)
                    .set("oid", SnapshotBuilder.OWNER)
                    .set("rolname", client.user())
                    .set("rolinherit", true)
                    .set("rolcanlogin", true)
                    .set("rolconnlimit", -1));
            case "pg_user", "pg_shadow" -> List.of(new Row(relation)
                    .set("usename", client.user())
                    .set("usesysid", SnapshotBuilder.OWNER));
            case "pg_stat_activity" -> List.of(new Row(relation)
                    .set("datname", client.database())
                    .set("pid", client.processId())
                    .set("usename", client.user())
                    .set("application_name", client.setting("application_name").orElse(""))
                    .set("state", "active")
                    .set("backend_type", "client backend"));
            case "pg_stat_ssl" -> List.of(new Row(relation).set("pid", client.processId()));
            case "pg_stat_database" -> List.of(new Row(relation).set("datname", client.database()));
            default -> List.of();
        };
    }

    private static Row database(Relation relation, CatalogClient client) {
        return new Row(relation)
                .set("oid", Oids.of("database", "", client.database()))
                .set("datname", client.database())
                .set("datdba", SnapshotBuilder.OWNER)
                .set("encoding", FIRST_ENCODING)
                .set("datlocprovider", "c")
                .set("datallowconn", true)
                .set("datconnlimit", -1)
                .set("dattablespace", 1663)
                .set("datcollate", "C")
                .set("datctype", "C");
    }

    private static List<Row> settings(Relation relation, CatalogClient client) {
        var rows = new ArrayList<Row>();
        for (String name : client.settings()) {
            String value = client.setting(name).orElse("");
            rows.add(new Row(relation)
                    .set("name", name)
                    .set("setting", value)
                    .set("category", "sqld")
                    .set("short_desc", "")
                    .set("context", "user")
                    .set("vartype", "string")
                    .set("source", "default")
                    .set("boot_val", value)
                    .set("reset_val", value));
        }
        return rows;
    }
}
