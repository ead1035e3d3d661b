package io.sqld.frontend.pgwire;

import io.netty.buffer.Unpooled;
import io.sqld.api.error.SqldException;
import io.sqld.api.sql.ParameterSource;
import io.sqld.api.sql.Session;
import java.util.List;
import java.util.Locale;

/**
 * Carries out PREPARE and EXECUTE. Statements that they prepare are those of the protocol: both share their names, as
 * in PostgreSQL.
 */
final class PreparedCommands {
    private static final int ARGUMENT_BYTES_MAX = 1 << 28;

    private final Conversation conversation;

    PreparedCommands(Conversation conversation) {
        this.conversation = conversation;
    }

    /** {@return the columns that EXECUTE returns; none if there is no such statement} */
    List<ResultColumn> columns(Command.Execute execute) {
        return conversation.statements().find(execute.name()).map(Statement::columns).orElse(List.of());
    }

    /** Prepares a statement. */
    void prepare(Command.Prepare prepare, Session session) {
        conversation.statements().checkFree(prepare.name());
        int[] given = prepare.types().stream().mapToInt(PreparedCommands::oid).toArray();
        try {
            Statement statement = InnerStatements.look(conversation.analyzer(), session, prepare.text(), prepare.at(),
                    given, InnerStatements::isPreparable);
            conversation.statements().put(prepare.name(), statement);
        } catch (SqldException failure) {
            throw SqlStates.of(failure, prepare.text()).raise();
        }
        Replies.commandComplete(conversation.out(), "PREPARE");
    }

    /** {@return the OID of a type by its name, 0 to have it inferred} */
    private static int oid(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "unknown" -> 0;
            case "int", "integer", "int4" -> PgType.INT4.oid();
            case "bigint", "int8" -> PgType.INT8.oid();
            case "smallint", "int2" -> PgType.INT2.oid();
            case "float4" -> PgType.FLOAT4.oid();
            default -> DeclaredTypes.of(name).type().oid();
        };
    }

    /** Runs a prepared statement in place of {@code executing}. */
    void execute(Command.Execute execute, Portal executing) {
        if (!(conversation.statements().named(execute.name()) instanceof Statement.Sql prepared)) {
            throw PgError.error(SqlState.FEATURE_NOT_SUPPORTED, "EXECUTE runs SELECT, INSERT, UPDATE and DELETE only")
                    .withHint("Use the extended query protocol of your driver.")
                    .raise();
        }
        conversation.rules().checkRunnable(prepared);
        if (execute.arguments().isEmpty()) {
            checkCount(execute, prepared, 0);
            run(prepared, BoundParameters.none(), executing);
        } else {
            String written = "SELECT " + execute.arguments();
            String question = Spellings.read(written, 0).map(SqlText::sql).orElse(written);
            conversation.next(new Collect(conversation, question, ParameterSource.NONE, ARGUMENT_BYTES_MAX,
                    values -> run(prepared, values(execute, prepared, values), executing)));
        }
    }

    private static void checkCount(Command.Execute execute, Statement.Sql prepared, int count) {
        int expected = prepared.parameters().count();
        if (count != expected) {
            throw PgError.error(SqlState.SYNTAX_ERROR,
                    "wrong number of parameters for prepared statement \"" + execute.name() + "\"")
                    .withDetail("Expected " + expected + " parameters but got " + count + ".")
                    .raise();
        }
    }

    private static BoundParameters values(Command.Execute execute, Statement.Sql prepared, RowStore arguments) {
        int count = arguments.columns().size();
        checkCount(execute, prepared, count);
        ParameterTypes types = prepared.parameters();
        var values = new BoundParameters(count, Unpooled.wrappedBuffer(arguments.bytes()), false);
        for (int i = 0; i < count; i++) {
            arguments.bind(values, i, types.type(i).orElse(PgType.TEXT), types.given(i));
        }
        return values;
    }

    private void run(Statement.Sql prepared, BoundParameters values, Portal executing) {
        executing.become(new Portal(conversation, prepared, values, executing.formats(), executing.simple()));
        conversation.next(executing);
        if (TransactionRules.isTransactionalWrite(prepared)) {
            conversation.group();
        }
    }
}
