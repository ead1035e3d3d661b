package io.sqld.frontend.pgwire;

import io.sqld.api.sql.Column;
import io.sqld.api.sql.Description;
import io.sqld.api.sql.Execution;
import io.sqld.api.sql.ParameterSource;
import io.sqld.api.sql.Program;
import io.sqld.api.sql.Session;
import io.sqld.api.sql.StatementKind;
import io.sqld.frontend.pgwire.catalog.CatalogQuery;
import java.util.List;
import java.util.Optional;

/**
 * A statement that has been looked at: what Parse makes, or one of the statements of a simple query.
 *
 * @see Analyzer
 */
sealed interface Statement {
    /** {@return the type of each result column; empty if it returns no rows} */
    List<ResultColumn> columns();

    /** {@return the OID of each parameter} */
    int[] parameterOids();

    /** {@return what is known of its parameters} */
    default ParameterTypes parameters() {
        return ParameterTypes.NONE;
    }

    /** {@return where the next statement begins in the text} */
    int end();

    /** {@return the text that SQLite runs; empty if it runs none} */
    default String text() {
        return "";
    }

    /** {@return about how much memory it holds on to} */
    default long weightBytes() {
        return 0;
    }

    /** No statement: blanks and comments. */
    record Empty(int end) implements Statement {
        @Override
        public List<ResultColumn> columns() {
            return List.of();
        }

        @Override
        public int[] parameterOids() {
            return new int[0];
        }
    }

    /**
     * A command that the front end answers itself.
     *
     * @param inner the statement of SQLite's within it
     */
    record Answered(Command command, List<ResultColumn> columns, Optional<Sql> inner, ParameterTypes parameters,
            int end) implements Statement {
        @Override
        public String text() {
            return switch (command) {
                case Command.Begin begin -> begin.sql();
                case Command.Commit _ -> "COMMIT";
                case Command.Rollback _ -> "ROLLBACK";
                default -> "";
            };
        }

        @Override
        public int[] parameterOids() {
            return parameters.oids();
        }

        @Override
        public long weightBytes() {
            return inner.map(Sql::weightBytes).orElse(0L);
        }
    }

    /** A statement that is executed, with what is known of it. */
    sealed interface Executed extends Statement {
        /** {@return what SQLite knows about it} */
        Description description();

        @Override
        ParameterTypes parameters();

        /** Begins an execution. */
        Execution start(Conversation conversation, Session session, ParameterSource values);

        @Override
        default int[] parameterOids() {
            return parameters().oids();
        }
    }

    /** A query on PostgreSQL's catalogs, which runs beside the client's database. */
    record OfCatalog(CatalogQuery query, List<ResultColumn> columns, ParameterTypes parameters, int end)
            implements
                Executed {
        @Override
        public Description description() {
            return new Description(StatementKind.SELECT, List.of(), List.of(), true, end);
        }

        @Override
        public Execution start(Conversation conversation, Session session, ParameterSource values) {
            return conversation.surroundings().catalog().start(query, values, conversation.facts(), session);
        }

        @Override
        public long weightBytes() {
            return 2L * end + 200L * columns.size();
        }
    }

    /**
     * A statement that SQLite runs.
     *
     * @param source the statement alone, as the client wrote it and as SQLite gets it
     * @param description what SQLite knows about it
     * @param columns as the client sees them
     * @param parameters the types of {@code $1}, {@code $2}, ...
     */
    record Sql(SqlText source, Description description, List<ResultColumn> columns, ParameterTypes parameters, int end)
            implements
                Executed {
        @Override
        public Execution start(Conversation conversation, Session session, ParameterSource values) {
            return session.start(Program.of(sql(), values));
        }

        @Override
        public String text() {
            return source.sql();
        }

        /** {@return the text that SQLite runs} */
        String sql() {
            return source.sql();
        }

        /** {@return the columns as storage names them; other ones mean that the schema has changed} */
        List<Column> storageColumns() {
            return description.columns();
        }

        @Override
        public long weightBytes() {
            return 2L * source.weightChars() + 200L * columns.size();
        }
    }
}
