package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Arrays, which SQLite has as JSON, in either format
 * (<a href="https://www.postgresql.org/docs/15/arrays.html#ARRAYS-IO">Array Input and Output Syntax</a>,
 * {@code array_send}). An element is encoded as a value of its type is.
 */
final class ArrayCell extends CheckedCell {
    private final CellEncoder element;

    ArrayCell(PgType type, boolean binary, CellEncoder element, Doubles doubles, TypeConflicts conflicts) {
        super(type, binary, doubles, conflicts);
        this.element = element;
    }

    @Override
    boolean appendText(ByteBuf out, MemorySegment utf8, long offset, int bytes) {
        Optional<JsonArray> array = JsonArray.parse(Utf8.decode(utf8, offset, bytes));
        if (array.isEmpty()) {
            return false;
        }
        int at = CellEncoder.begin(out);
        if (binary()) {
            appendBinary(out, array.get());
        } else if (array.get().dimensions().isEmpty()) {
            out.writeByte('{').writeByte('}');
        } else {
            appendLevel(out, array.get(), 0, 0);
        }
        CellEncoder.end(out, at);
        return true;
    }

    private void appendBinary(ByteBuf out, JsonArray array) {
        List<Integer> dimensions = array.dimensions();
        out.writeInt(dimensions.size()).writeInt(array.elements().contains(null) ? 1 : 0);
        out.writeInt(type().element().oid());
        dimensions.forEach(length -> out.writeInt(length).writeInt(1));
        array.elements().forEach(value -> appendElement(out, value));
    }

    private void appendElement(ByteBuf out, @Nullable String value) {
        if (value == null) {
            out.writeInt(-1);
        } else if (type().element() == PgType.BYTEA) {
            byte[] bytes = Bytea.decode(value);
            element.blob(out, MemorySegment.ofArray(bytes), 0, bytes.length);
        } else {
            byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
            element.text(out, MemorySegment.ofArray(utf8), 0, utf8.length);
        }
    }

    /** {@return the number of the element behind those that have been appended} */
    private int appendLevel(ByteBuf out, JsonArray array, int depth, int from) {
        int next = from;
        out.writeByte('{');
        for (int i = 0; i < array.dimensions().get(depth); i++) {
            if (i > 0) {
                out.writeByte(',');
            }
            if (depth + 1 < array.dimensions().size()) {
                next = appendLevel(out, array, depth + 1, next);
            } else {
                appendQuoted(out, array.elements().get(next++));
            }
        }
        out.writeByte('}');
        return next;
    }

    private void appendQuoted(ByteBuf out, @Nullable String value) {
        ByteBuf cell = Unpooled.buffer();
        appendElement(cell, value);
        int length = cell.readInt();
        if (length < 0) {
            Replies.ascii(out, "NULL");
            return;
        }
        String text = cell.toString(StandardCharsets.UTF_8);
        boolean plain = !text.isEmpty() && !text.equalsIgnoreCase("null")
                && text.chars().noneMatch(c -> "{},\"\\".indexOf(c) >= 0 || Character.isWhitespace(c));
        ByteBufUtil.writeUtf8(out, plain ? text : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
    }
}
