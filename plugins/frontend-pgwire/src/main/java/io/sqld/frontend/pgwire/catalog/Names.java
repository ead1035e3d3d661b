package io.sqld.frontend.pgwire.catalog;

import java.util.List;

/** The types whose values are OIDs to SQL and names to the client: {@code regclass} and its kin. */
final class Names {
    private Names() {}

    /** {@return whether a type is one of these} */
    static boolean isRegistered(int type) {
        return switch (type) {
            case PgTypes.REGCLASS, PgTypes.REGTYPE, PgTypes.REGPROC, PgTypes.REGPROCEDURE, PgTypes.REGNAMESPACE,
                    PgTypes.REGROLE -> true;
            default -> false;
        };
    }

    /** {@return the function that makes an OID from a name} */
    static String input(int type) {
        return switch (type) {
            case PgTypes.REGCLASS -> "regclass";
            case PgTypes.REGTYPE -> "regtype";
            case PgTypes.REGNAMESPACE -> "regnamespace";
            case PgTypes.REGROLE -> "regrole";
            default -> "regproc";
        };
    }

    /** {@return the call that makes the name for an OID} */
    static List<Node> spelled(List<Node> value, int type, int source) {
        return List.of(Node.word("sqld_" + input(type) + "_name", source), Node.parenthesis(value, source));
    }

    /** {@return the type of a call of one of the input functions; otherwise {@link PgTypes#UNKNOWN}} */
    static int ofCall(List<Node> operand) {
        if (operand.size() != 2 || !operand.get(1).isParenthesis()) {
            return PgTypes.UNKNOWN;
        }
        return switch (operand.getFirst().identifier()) {
            case "regclass" -> PgTypes.REGCLASS;
            case "regtype" -> PgTypes.REGTYPE;
            case "regnamespace" -> PgTypes.REGNAMESPACE;
            case "regrole" -> PgTypes.REGROLE;
            case "regproc" -> PgTypes.REGPROC;
            default -> PgTypes.UNKNOWN;
        };
    }
}
