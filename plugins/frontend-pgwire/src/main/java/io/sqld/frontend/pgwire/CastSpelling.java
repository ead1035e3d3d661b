package io.sqld.frontend.pgwire;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * What {@code x::type} and {@code type 'literal'} are in SQLite: an expression whose value is stored as values of the
 * type are. Where SQLite's own CAST would make a number of a date, there is none.
 *
 * @param prefix goes before the operand
 * @param suffix goes behind it
 */
record CastSpelling(String prefix, String suffix) {
    private static final CastSpelling NONE = new CastSpelling("", "");

    /** {@return whether the operand stays as it is} */
    boolean isNone() {
        return prefix.isEmpty() && suffix.isEmpty();
    }

    /**
     * {@return the spelling of a cast of any expression}
     *
     * @param parameter whether the expression is a parameter, whose value is decoded as one of the type
     */
    static CastSpelling of(ColumnType target, TypeName name, boolean parameter) {
        PgType type = target.type();
        return switch (type.form()) {
            case INTEGER -> type == PgType.REGCLASS || type == PgType.REGTYPE || type == PgType.REGPROC ? NONE
                    : cast("INTEGER");
            case FLOAT -> cast("REAL");
            case NUMERIC -> name.modifiers().isEmpty() ? cast("NUMERIC")
                    : new CastSpelling("round(CAST(", " AS NUMERIC), " + scale(name) + ")");
            case CHARACTERS -> characters(type, name);
            case BYTES -> parameter ? NONE : cast("BLOB");
            case BOOLEAN -> parameter ? NONE
                    : new CastSpelling("(lower(", ") NOT IN ('0','f','false','n','no','off','0.0',''))");
            case DATE_TIME -> parameter ? NONE : dateTime(type);
            case JSON -> type == PgType.JSONB ? new CastSpelling("json(", ")") : NONE;
            case INTERVAL, UUID, ARRAY, VALUE -> NONE;
        };
    }

    /** A timestamp is stored as it will be; a part of one has to be cut out of it. */
    private static CastSpelling dateTime(PgType type) {
        return switch (type) {
            case DATE -> new CastSpelling("date(", ", 'auto')");
            case TIME -> new CastSpelling("time(", ", 'auto')");
            default -> NONE;
        };
    }

    private static CastSpelling characters(PgType type, TypeName name) {
        int length = type == PgType.CHAR || (type == PgType.BPCHAR && name.modifiers().isEmpty()
                && !name.name().equals("bpchar")) ? 1 : name.modifiers().isEmpty() ? 0 : name.modifiers().getFirst();
        return length == 0 ? cast("TEXT") : new CastSpelling("substr(CAST(", " AS TEXT), 1, " + length + ")");
    }

    private static CastSpelling cast(String affinity) {
        return new CastSpelling("CAST(", " AS " + affinity + ")");
    }

    private static int scale(TypeName name) {
        return name.modifiers().size() > 1 ? name.modifiers().get(1) : 0;
    }

    /** {@return what a string literal of a type is in SQLite; empty if it has to be cast like any expression} */
    static Optional<String> literal(PgType type, String text) {
        return switch (type.form()) {
            case BOOLEAN -> switch (Booleans.parse(text)) {
                case TRUE -> Optional.of("TRUE");
                case FALSE -> Optional.of("FALSE");
                case NEITHER -> Optional.empty();
            };
            case BYTES -> Optional.of(blob(Bytea.decode(text)));
            case DATE_TIME -> dateTime(type, text);
            case ARRAY -> ArrayText.toJson(type, text).map(CastSpelling::quoted);
            case INTERVAL -> Interval.parse(text).map(interval -> quoted(interval.text()));
            case UUID -> Optional.of(quoted(Bytea.uuid(text).orElse(text)));
            case CHARACTERS -> type == PgType.CHAR || type == PgType.BPCHAR || type == PgType.VARCHAR
                    ? Optional.empty()
                    : Optional.of(quoted(text));
            case JSON -> type == PgType.JSON ? Optional.of(quoted(text)) : Optional.empty();
            case INTEGER, FLOAT, NUMERIC, VALUE -> Optional.empty();
        };
    }

    private static Optional<String> dateTime(PgType type, String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        String sqlite = switch (word) {
            case "now" -> "CURRENT_TIMESTAMP";
            case "today" -> "date('now')";
            case "tomorrow" -> "date('now', '+1 day')";
            case "yesterday" -> "date('now', '-1 day')";
            case "epoch" -> quoted("1970-01-01" + (type == PgType.DATE ? "" : " 00:00:00"));
            default -> "";
        };
        return Optional.of(sqlite.isEmpty() ? quoted(DateTimes.canonical(type, text.strip()).orElse(text)) : sqlite);
    }

    private static String blob(byte[] bytes) {
        return "X'" + HexFormat.of().withUpperCase().formatHex(bytes) + "'";
    }

    /** {@return a string literal} */
    static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
