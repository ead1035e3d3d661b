package io.sqld.frontend.pgwire.catalog;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The types of {@code pg_type}, by name and OID. */
final class PgTypes {
    static final int BOOL = 16;
    static final int CHAR = 18;
    static final int NAME = 19;
    static final int INT8 = 20;
    static final int INT4 = 23;
    static final int TEXT = 25;
    static final int OID = 26;
    static final int FLOAT8 = 701;
    static final int NUMERIC = 1700;
    static final int REGPROC = 24;
    static final int REGPROCEDURE = 2202;
    static final int REGCLASS = 2205;
    static final int REGTYPE = 2206;
    static final int REGROLE = 4096;
    static final int REGNAMESPACE = 4089;
    static final int TEXT_ARRAY = 1009;
    /** What cannot be told. */
    static final int UNKNOWN = 0;

    private static final int VARCHAR_HEADER_BYTES = 4;
    /** What SQL calls the types whose names are other ones. */
    private static final Map<String, String> SPELLINGS = Map.ofEntries(
            Map.entry("boolean", "bool"),
            Map.entry("bigint", "int8"),
            Map.entry("integer", "int4"),
            Map.entry("int", "int4"),
            Map.entry("smallint", "int2"),
            Map.entry("real", "float4"),
            Map.entry("double precision", "float8"),
            Map.entry("float", "float8"),
            Map.entry("decimal", "numeric"),
            Map.entry("character varying", "varchar"),
            Map.entry("character", "bpchar"),
            Map.entry("bit varying", "varbit"),
            Map.entry("time without time zone", "time"),
            Map.entry("time with time zone", "timetz"),
            Map.entry("timestamp without time zone", "timestamp"),
            Map.entry("timestamp with time zone", "timestamptz"));

    private final Map<Integer, PgTypeRow> byOid = new HashMap<>();
    private final Map<String, PgTypeRow> byName = new HashMap<>();

    /**
     * A type.
     *
     * @param element the type of its elements, 0 for none
     * @param array the type of arrays of it, 0 for none
     */
    record PgTypeRow(int oid, String name, int lengthBytes, int element, int array, int collation) {}

    PgTypes(Tsv table) {
        List<String> header = table.header();
        for (List<String> row : table.rows()) {
            var type = new PgTypeRow(
                    number(header, row, "oid"),
                    row.get(header.indexOf("typname")),
                    number(header, row, "typlen"),
                    number(header, row, "typelem"),
                    number(header, row, "typarray"),
                    number(header, row, "typcollation"));
            byOid.put(type.oid, type);
            byName.put(type.name, type);
        }
    }

    private static int number(List<String> header, List<String> row, String column) {
        return Integer.parseInt(row.get(header.indexOf(column)));
    }

    /** {@return the type with this OID} */
    Optional<PgTypeRow> of(int oid) {
        return Optional.ofNullable(byOid.get(oid));
    }

    /** {@return the OID of a type by any of its names, with {@code []} and without length; 0 if there is none} */
    int named(String written) {
        String name = written.strip();
        if (name.toLowerCase(Locale.ROOT).startsWith("pg_catalog.")) {
            name = name.substring("pg_catalog.".length());
        }
        if (name.endsWith("[]")) {
            int element = named(name.substring(0, name.length() - 2));
            return of(element).map(PgTypeRow::array).orElse(UNKNOWN);
        }
        int parenthesis = name.indexOf('(');
        if (parenthesis > 0) {
            name = name.substring(0, parenthesis) + name.substring(name.indexOf(')', parenthesis) + 1);
        }
        boolean quoted = name.startsWith("\"");
        name = quoted ? name.replace("\"", "") : name.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        if (!quoted) {
            name = SPELLINGS.getOrDefault(name.equals("char") ? "character" : name, name);
        }
        PgTypeRow found = byName.get(name);
        return found == null ? UNKNOWN : found.oid;
    }

    /** {@return whether it is a type of arrays, vectors excepted} */
    boolean isArray(int oid) {
        PgTypeRow type = byOid.get(oid);
        return type != null && type.name.startsWith("_");
    }

    /** {@return the type of the elements of {@code oid}; text for what is no array} */
    int elementOf(int oid) {
        int element = of(oid).map(PgTypeRow::element).orElse(UNKNOWN);
        return element == UNKNOWN ? TEXT : element;
    }

    /** {@return the type of arrays of {@code oid}; those of text if there is none} */
    int arrayOf(int oid) {
        int array = of(oid).map(PgTypeRow::array).orElse(UNKNOWN);
        return array == UNKNOWN ? TEXT_ARRAY : array;
    }

    /** {@return what {@code format_type} says} */
    String format(int oid, int modifier) {
        if (oid == 0) {
            return "-";
        }
        PgTypeRow type = byOid.get(oid);
        if (type == null) {
            return "???";
        }
        return isArray(oid) ? format(type.element, modifier) + "[]" : spell(type, modifier);
    }

    private static String spell(PgTypeRow type, int modifier) {
        boolean sized = modifier >= VARCHAR_HEADER_BYTES;
        int size = modifier - VARCHAR_HEADER_BYTES;
        return switch (type.name) {
            case "bool" -> "boolean";
            case "char" -> "\"char\"";
            case "int8" -> "bigint";
            case "int4" -> "integer";
            case "int2" -> "smallint";
            case "float4" -> "real";
            case "float8" -> "double precision";
            case "bpchar" -> "character" + (sized ? "(" + size + ")" : "");
            case "varchar" -> "character varying" + (sized ? "(" + size + ")" : "");
            case "numeric" -> "numeric" + (sized ? "(" + (size >> 16) + "," + (size & 0xffff) + ")" : "");
            case "varbit" -> "bit varying";
            case "time" -> "time without time zone";
            case "timetz" -> "time with time zone";
            case "timestamp" -> "timestamp without time zone";
            case "timestamptz" -> "timestamp with time zone";
            default -> type.name;
        };
    }

    /**
     * {@return the type that a column of the scratch database declares, so that SQLite keeps its values as they are:
     * the affinity, and the OID}
     */
    static String declaration(int oid) {
        String affinity = switch (oid) {
            case INT8, 21, INT4 -> "INT";
            case BOOL, OID, 28, REGPROC, REGPROCEDURE, REGCLASS, REGTYPE, REGROLE, REGNAMESPACE -> "NUM";
            case 700, FLOAT8 -> "REAL";
            default -> "TEXT";
        };
        return affinity + '_' + oid;
    }

    /** {@return the OID in such a declaration; 0 for another one} */
    static int declared(String declaration) {
        int at = declaration.lastIndexOf('_');
        boolean ours = at > 0 && declaration.substring(at + 1).chars().allMatch(c -> c >= '0' && c <= '9');
        return ours && at + 1 < declaration.length() ? Integer.parseInt(declaration.substring(at + 1)) : UNKNOWN;
    }
}
