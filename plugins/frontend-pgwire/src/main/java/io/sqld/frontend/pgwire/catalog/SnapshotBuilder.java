package io.sqld.frontend.pgwire.catalog;

import io.sqld.frontend.pgwire.catalog.Snapshot.RelationName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes the rows of {@code pg_class} and its kin from a schema. Used once. */
final class SnapshotBuilder {
    static final int OWNER = 10;
    private static final int BTREE = 403;
    private static final int HEAP = 2;
    private static final int SEQUENCE_TYPE = PgTypes.INT8;

    private final Relations relations;
    private final PgTypes types;
    private final TypeOracle declared;
    private final Map<Relation, List<Row>> rows = new LinkedHashMap<>();
    private final Map<Integer, String> definitions = new HashMap<>();
    private final Map<Integer, List<String>> indexColumns = new HashMap<>();
    private final Map<Integer, RelationName> names = new HashMap<>();
    private final Map<String, Integer> oids = new HashMap<>();
    private final Map<Integer, String> namespaces = new HashMap<>();
    private final Set<Integer> taken = new HashSet<>();

    SnapshotBuilder(Relations relations, PgTypes types, TypeOracle declared) {
        this.relations = relations;
        this.types = types;
        this.declared = declared;
    }

    /** {@return the rows of a schema} */
    Snapshot build(String id, SchemaModel model) {
        namespaces();
        catalogs();
        boolean temporary = false;
        for (SchemaTable table : model.tables()) {
            temporary |= table.schema().equals("temp");
        }
        if (temporary) {
            namespace(Oids.namespace("temp"), "pg_temp_1");
        }
        var tables = new TableRows(this, model);
        model.tables().forEach(tables::table);
        model.tables().forEach(tables::constraints);
        return new Snapshot(id, Map.copyOf(rows), Map.copyOf(definitions), Map.copyOf(indexColumns), Map.copyOf(names),
                Map.copyOf(oids), Map.copyOf(namespaces));
    }

    private void namespaces() {
        namespace(11, Relations.PG_CATALOG);
        namespace(99, "pg_toast");
        namespace(Oids.PUBLIC, "public");
        namespace(13207, Relations.INFORMATION_SCHEMA);
    }

    private void namespace(int oid, String name) {
        namespaces.put(oid, name);
        add("pg_namespace").set("oid", oid).set("nspname", name).set("nspowner", OWNER);
    }

    /** The catalogs list themselves. */
    private void catalogs() {
        for (Relation relation : relations.all()) {
            if (relation.name().startsWith("sqld_")) {
                continue;
            }
            boolean catalog = relation.schema().equals(Relations.PG_CATALOG);
            relation(relation.oid(), relation.schema(), relation.name());
            pgClass(relation.oid(), relation.name(), catalog ? 11 : 13207, relation.kind())
                    .set("relnatts", relation.attributes().size());
            int number = 1;
            for (Relation.Attribute attribute : relation.attributes()) {
                attribute(relation.oid(), attribute.name(), number++, attribute.type(), -1);
            }
        }
    }

    /** {@return a new row of a relation of {@code pg_catalog}} */
    Row add(String relation) {
        Relation found = relations.catalog(relation);
        var row = new Row(found);
        rows.computeIfAbsent(found, key -> new ArrayList<>()).add(row);
        return row;
    }

    /** Makes a relation known to functions by its name. */
    void relation(int oid, String schema, String name) {
        names.put(oid, new RelationName(schema, name));
        oids.put(schema + '.' + name, oid);
        oids.putIfAbsent(name, oid);
    }

    /** {@return an OID that nothing else in this schema has} */
    int oid(String kind, String schema, String name) {
        int oid = Oids.of(kind, schema, name);
        while (!taken.add(oid)) {
            oid++;
        }
        return oid;
    }

    Row pgClass(int oid, String name, int namespace, String kind) {
        boolean index = kind.equals("i");
        return add("pg_class")
                .set("oid", oid)
                .set("relname", name)
                .set("relnamespace", namespace)
                .set("relowner", OWNER)
                .set("relam", index ? BTREE : kind.equals("r") ? HEAP : 0)
                .set("relfilenode", kind.equals("v") ? 0 : oid)
                .set("relpages", 0)
                .set("reltuples", -1)
                .set("relpersistence", "p")
                .set("relkind", kind)
                .set("relispopulated", true)
                .set("relreplident", kind.equals("r") ? "d" : "n");
    }

    Row attribute(int relation, String name, int number, int type, int modifier) {
        PgTypes.PgTypeRow row = types.of(type).orElseThrow(() -> new IllegalStateException("no type " + type));
        return add("pg_attribute")
                .set("attrelid", relation)
                .set("attname", name)
                .set("atttypid", type)
                .set("attstattarget", -1)
                .set("attlen", row.lengthBytes())
                .set("attnum", number)
                .set("attndims", row.name().startsWith("_") ? 1 : 0)
                .set("attcacheoff", -1)
                .set("atttypmod", modifier)
                .set("attbyval", row.lengthBytes() > 0 && row.lengthBytes() <= 8)
                .set("attalign", row.lengthBytes() == 8 ? "d" : "i")
                .set("attstorage", row.lengthBytes() > 0 ? "p" : "x")
                .set("attislocal", true)
                .set("attcollation", row.collation());
    }

    void define(int oid, String text) {
        definitions.put(oid, text);
    }

    void defineIndexColumns(int oid, List<String> columns) {
        indexColumns.put(oid, List.copyOf(columns));
    }

    TypeOracle declared() {
        return declared;
    }

    PgTypes types() {
        return types;
    }

    static int sequenceType() {
        return SEQUENCE_TYPE;
    }
}
