package io.sqld.frontend.pgwire.catalog;

import java.util.List;
import java.util.Optional;

/**
 * A relation of {@code pg_catalog} or {@code information_schema}.
 *
 * @param kind {@code r} for a table, {@code v} for a view
 */
record Relation(String schema, String name, int oid, String kind, List<Attribute> attributes) {
    /** A column. */
    record Attribute(String name, int type) {}

    /** {@return the name with its schema, as SQL has it} */
    String qualified() {
        return schema + '.' + name;
    }

    /** {@return the column of this name} */
    Optional<Attribute> attribute(String column) {
        return attributes.stream().filter(attribute -> attribute.name.equals(column)).findFirst();
    }

    /** {@return the place of a column} */
    int index(String column) {
        for (int i = 0; i < attributes.size(); i++) {
            if (attributes.get(i).name.equals(column)) {
                return i;
            }
        }
        throw new IllegalArgumentException(qualified() + " has no column " + column);
    }

    /** {@return the statement that makes it} */
    String create() {
        var sql = new StringBuilder("CREATE TABLE ").append(qualified()).append(" (");
        for (Attribute attribute : attributes) {
            sql.append(sql.charAt(sql.length() - 1) == '(' ? "\"" : ", \"")
                    .append(attribute.name)
                    .append("\" ")
                    .append(PgTypes.declaration(attribute.type));
        }
        return sql.append(')').toString();
    }

    /** {@return the statement that adds a row} */
    String insert() {
        return "INSERT INTO " + qualified() + " VALUES (" + "?,".repeat(attributes.size() - 1) + "?)";
    }
}
