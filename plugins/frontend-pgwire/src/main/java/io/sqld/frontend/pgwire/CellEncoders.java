package io.sqld.frontend.pgwire;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Chooses the encoder of a column by its type and format. One for each connection: encoders share scratch memory. */
final class CellEncoders {
    private final Doubles doubles = new Doubles();
    private final TypeConflicts conflicts;
    private final CellEncoder text = new TextCell(doubles);
    private final CellEncoder bytes = new ByteaCell(false);
    private final CellEncoder bytesBinary = new ByteaCell(true);
    private final CellEncoder nothing = new VoidCell();
    private final Map<PgType, CellEncoder> textCells = new EnumMap<>(PgType.class);
    private final Map<PgType, CellEncoder> binaryCells = new EnumMap<>(PgType.class);

    CellEncoders(TypeConflicts conflicts) {
        this.conflicts = conflicts;
    }

    /** {@return the encoders of the values of a row} */
    CellEncoder[] of(List<ResultColumn> columns, Formats formats) {
        var cells = new CellEncoder[columns.size()];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = of(columns.get(i).type().type(), formats.binary(i));
        }
        return cells;
    }

    /** {@return the encoder of values of {@code type}} */
    CellEncoder of(PgType type, boolean binary) {
        Map<PgType, CellEncoder> cells = binary ? binaryCells : textCells;
        CellEncoder cell = cells.get(type);
        if (cell == null) {
            cell = make(type, binary);
            cells.put(type, cell);
        }
        return cell;
    }

    private CellEncoder make(PgType type, boolean binary) {
        return switch (type.form()) {
            case CHARACTERS -> type == PgType.VOID ? nothing : text;
            case BYTES -> binary ? bytesBinary : bytes;
            case JSON -> binary && type == PgType.JSONB ? new JsonbBinaryCell(doubles) : text;
            case INTEGER -> binary ? new NumberBinaryCell(type, conflicts)
                    : isName(type) ? text : new NumberTextCell(type, doubles, conflicts);
            case FLOAT, NUMERIC -> binary ? new NumberBinaryCell(type, conflicts)
                    : new NumberTextCell(type, doubles, conflicts);
            case BOOLEAN -> binary ? new NumberBinaryCell(type, conflicts) : new BooleanTextCell(doubles, conflicts);
            case DATE_TIME -> type == PgType.TIMETZ ? new ZonedTimeCell(binary, doubles, conflicts)
                    : new DateTimeCell(type, binary, doubles, conflicts);
            case INTERVAL -> new IntervalCell(binary, doubles, conflicts);
            case UUID -> new UuidCell(binary, doubles, conflicts);
            case ARRAY -> new ArrayCell(type, binary, of(type.element(), binary), doubles, conflicts);
            case VALUE -> new ValueCell(binary, doubles);
        };
    }

    /** An object's number, which in text format is its name. */
    private static boolean isName(PgType type) {
        return type == PgType.REGCLASS || type == PgType.REGTYPE || type == PgType.REGPROC;
    }
}
