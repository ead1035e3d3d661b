package io.sqld.frontend.pgwire.catalog;

import io.sqld.api.sql.Parameter;
import io.sqld.api.sql.ParameterSource;
import io.sqld.api.sql.ValueSink;

/** A row of a relation. Columns that are not set have what PostgreSQL has where there is nothing to tell. */
final class Row implements ParameterSource {
    /** NULL. */
    static final Object NULL = new Object();

    private final Relation relation;
    private final Object[] values;

    Row(Relation relation) {
        this.relation = relation;
        values = new Object[relation.attributes().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = initial(relation.attributes().get(i).type());
        }
    }

    private static Object initial(int type) {
        return switch (type) {
            case PgTypes.BOOL, PgTypes.OID, PgTypes.REGPROC, 21, PgTypes.INT4, PgTypes.INT8, 28 -> 0L;
            case PgTypes.CHAR -> "";
            default -> NULL;
        };
    }

    /** Sets a column to a string, a number, a boolean or {@link #NULL}. */
    Row set(String column, Object value) {
        values[relation.index(column)] = switch (value) {
            case Boolean truth -> truth ? 1L : 0L;
            case Integer number -> number.longValue();
            default -> value;
        };
        return this;
    }

    /** {@return a value} */
    Object value(String column) {
        return values[relation.index(column)];
    }

    @Override
    public void bind(Parameter parameter, ValueSink target) {
        Object value = values[parameter.index() - 1];
        if (value == NULL) {
            target.nullValue();
        } else if (value instanceof Long number) {
            target.integer(number);
        } else {
            target.text(value.toString());
        }
    }
}
