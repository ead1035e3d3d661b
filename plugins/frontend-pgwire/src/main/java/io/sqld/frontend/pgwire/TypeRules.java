package io.sqld.frontend.pgwire;

import java.util.Locale;

/**
 * How a session wants values to be told; set with {@code SET sqld.*}.
 *
 * @param integers which type INTEGER is
 * @param booleanExpressions whether comparisons are {@code bool} rather than the {@code int4} that SQLite's are
 * @param dates whether dates and times have PostgreSQL's types rather than {@code text}
 * @param conflicts what becomes of values that do not fit their column's type
 * @param sqliteValues whether every value is one of SQLite's with its storage class: native mode
 */
record TypeRules(Integers integers, boolean booleanExpressions, boolean dates, Conflicts conflicts,
        boolean sqliteValues) {
    /** The rules of a session that has asked for nothing. */
    static final TypeRules DEFAULT = new TypeRules(Integers.INT8, false, true, Conflicts.LENIENT, false);

    /** Which type INTEGER is. */
    enum Integers {
        /** 64 bits, as in SQLite. */
        INT8,
        /** 32 bits: what many applications expect of PostgreSQL's {@code integer}. */
        INT4,
        /** What the declared name promises in PostgreSQL. */
        AUTO
    }

    /** What becomes of values that do not fit their column's type. */
    enum Conflicts {
        /** As text they are sent as they are, with a warning; in binary they are an error. */
        LENIENT,
        /** They are an error. */
        STRICT,
        /** They are NULL, with a warning. */
        NULL
    }

    /** {@return the rules that these variables say} */
    static TypeRules of(Variables variables) {
        return new TypeRules(
                Integers.valueOf(value(variables, Variable.INTEGER_OID)),
                value(variables, Variable.BOOL_EXPR).equals("BOOL"),
                value(variables, Variable.DATETIME).equals("NATIVE"),
                Conflicts.valueOf(value(variables, Variable.TYPE_CONFLICT)),
                value(variables, Variable.NATIVE).equals("ON"));
    }

    private static String value(Variables variables, Variable variable) {
        return variables.value(variable).toUpperCase(Locale.ROOT);
    }

    /** {@return the same rules with comparisons that are {@code bool}} */
    TypeRules withBooleanExpressions() {
        return new TypeRules(integers, true, dates, conflicts, sqliteValues);
    }

    /** {@return the type of a comparison} */
    PgType truth() {
        return booleanExpressions ? PgType.BOOL : PgType.INT4;
    }

    /** {@return the type of a column declared as {@code declared}} */
    ColumnType declared(String declared) {
        ColumnType type = DeclaredTypes.of(declared);
        PgType plain = type.type();
        if (plain == PgType.INT8 && integers == Integers.AUTO) {
            return ColumnType.of(DeclaredTypes.promised(declared));
        }
        PgType adjusted = adjust(plain);
        return adjusted == plain ? type : ColumnType.of(adjusted);
    }

    /** {@return the type that stands for one that nobody has asked for by name} */
    PgType adjust(PgType type) {
        if (type == PgType.INT8 && integers == Integers.INT4) {
            return PgType.INT4;
        }
        return type.form() == PgType.Form.DATE_TIME && !dates ? PgType.TEXT : type;
    }
}
