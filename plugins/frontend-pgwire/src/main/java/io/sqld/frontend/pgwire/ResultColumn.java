package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column as RowDescription tells it.
 *
 * @param label its name
 * @param type its type
 * @param tableOid a number for the table that it comes from, 0 for none
 * @param attribute its number in that table, 0 for none
 */
record ResultColumn(String label, ColumnType type, int tableOid, int attribute) {

    /** {@return a column that comes from no table} */
    static ResultColumn of(String label, PgType type) {
        return new ResultColumn(label, ColumnType.of(type), 0, 0);
    }

    /**
     * Encodes RowDescription, or NoData if there are no columns.
     *
     * @param formats of the columns; without them all are text
     */
    static void describe(ByteBuf out, List<ResultColumn> columns, @Nullable Formats formats) {
        if (columns.isEmpty()) {
            Replies.noData(out);
            return;
        }
        int at = Replies.begin(out, 'T');
        out.writeShort(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            ResultColumn column = columns.get(i);
            Replies.cstring(out, column.label);
            out.writeInt(column.tableOid).writeShort(column.attribute);
            PgType type = column.type.type();
            out.writeInt(type.oid()).writeShort(type.sizeBytes()).writeInt(column.type.modifier());
            out.writeShort(formats != null && formats.binary(i) ? 1 : 0);
        }
        Replies.end(out, at);
    }
}
