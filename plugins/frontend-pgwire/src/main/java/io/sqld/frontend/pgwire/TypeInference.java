package io.sqld.frontend.pgwire;

import io.sqld.api.sql.Column;
import io.sqld.api.sql.Description;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Infers the types that SQLite does not tell: of result expressions and of parameters. Reads the text of one statement,
 * once; what it cannot tell is text, which carries every value.
 */
final class TypeInference {
    TypeInference(
            String sql,
            Description description,
            Function<String, ColumnType> declaredTypes,
            Function<String, List<Column>> tables) {}

    /** {@return the type of result column {@code index}, an expression} */
    Optional<ColumnType> column(int index, ParameterTypes parameters) {
        return Optional.empty();
    }

    /** {@return the type of parameter {@code number}, which the client left open} */
    PgType parameter(int number) {
        return PgType.TEXT;
    }
}
