package io.sqld.frontend.pgwire;

import io.sqld.api.error.SqldException;
import io.sqld.api.sql.Session;
import io.sqld.api.sql.StatementKind;
import java.util.Optional;
import java.util.function.Predicate;

/** Looks at the statements within commands: the query of a cursor or of COPY, what EXPLAIN explains. */
final class InnerStatements {
    private InnerStatements() {}

    /** {@return the statement within {@code command}, if it has one that is to be looked at together with it} */
    static Optional<Statement.Sql> of(Command command, Analyzer analyzer, Session session, int[] given) {
        return switch (command) {
            case Command.Declare declare ->
                    Optional.of(look(analyzer, session, declare.text(), declare.at(), given,
                            InnerStatements::isQuery));
            case Command.Explain explain ->
                    Optional.of(look(analyzer, session, explain.text(), explain.at(), given, kind -> true));
            case Command.Copy(Command.Copy.Query(String sql, int at), boolean in, CopyOptions options) ->
                    Optional.of(query(analyzer, session, sql, at, given));
            default -> Optional.empty();
        };
    }

    /**
     * Looks at a statement within a command.
     *
     * @throws PgException with 42601 if it is of a kind that cannot be there, with 0A000 if it is on the catalogs
     */
    static Statement.Sql look(Analyzer analyzer, Session session, String text, int at, int[] given,
            Predicate<StatementKind> permitted) {
        Statement inner = analyzer.analyze(session, text, at, given);
        if (inner instanceof Statement.Sql sql && permitted.test(sql.description().kind())) {
            return sql;
        }
        PgError refusal = inner instanceof Statement.OfCatalog
                ? PgError.error(SqlState.FEATURE_NOT_SUPPORTED,
                        "a query on the catalogs cannot be part of another command; send it by itself")
                : PgError.error(SqlState.SYNTAX_ERROR, "there cannot be such a statement here");
        throw refusal.at(text.codePointCount(0, Math.min(at, text.length())) + 1).raise();
    }

    private static Statement.Sql query(Analyzer analyzer, Session session, String sql, int at, int[] given) {
        try {
            return look(analyzer, session, sql, 0, given, InnerStatements::returnsRows);
        } catch (SqldException failure) {
            throw failure.sqlOffset().isPresent() ? failure.at(at + failure.sqlOffset().getAsInt()) : failure;
        }
    }

    private static boolean isQuery(StatementKind kind) {
        return kind == StatementKind.SELECT;
    }

    private static boolean returnsRows(StatementKind kind) {
        return kind == StatementKind.SELECT || isChange(kind);
    }

    /** {@return whether PREPARE takes statements of this kind} */
    static boolean isPreparable(StatementKind kind) {
        return kind == StatementKind.SELECT || isChange(kind);
    }

    private static boolean isChange(StatementKind kind) {
        return kind == StatementKind.INSERT || kind == StatementKind.UPDATE || kind == StatementKind.DELETE;
    }
}
