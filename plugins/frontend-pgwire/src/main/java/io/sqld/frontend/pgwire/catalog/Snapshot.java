package io.sqld.frontend.pgwire.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The catalog rows of one state of a schema, and what functions have to know of it. Immutable.
 *
 * @param id of the namespace and the version of its schema: the same for the same rows
 * @param rows by relation
 * @param definitions the texts of indexes, constraints, views and triggers, by OID
 * @param indexColumns the text of each column of an index, by its OID
 * @param relationNames names by OID
 * @param relationOids OIDs by name, with and without schema
 * @param namespaces names by OID
 */
record Snapshot(
        String id,
        Map<Relation, List<Row>> rows,
        Map<Integer, String> definitions,
        Map<Integer, List<String>> indexColumns,
        Map<Integer, RelationName> relationNames,
        Map<String, Integer> relationOids,
        Map<Integer, String> namespaces) {
    /** A relation with its schema. */
    record RelationName(String schema, String name) {}

    /** {@return the text that belongs to an OID} */
    Optional<String> definition(int oid) {
        return Optional.ofNullable(definitions.get(oid));
    }
}
