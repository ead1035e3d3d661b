package io.sqld.frontend.pgwire;

import io.sqld.api.sql.StatementKind;
import java.util.Locale;
import java.util.Optional;

/**
 * DROP ... IF EXISTS of what does not exist, and CREATE ... IF NOT EXISTS of what does. SQLite makes a statement of
 * these that does nothing and does not say what it would have been.
 */
record NoEffect(String tag, PgError notice) {
    /** {@return what to tell, if {@code statement} is such a statement} */
    static Optional<NoEffect> of(Statement.Sql statement) {
        StatementKind kind = statement.description().kind();
        if (kind != StatementKind.VACUUM && kind != StatementKind.OTHER) {
            return Optional.empty();
        }
        var in = new TokenReader(statement.sql(), 0);
        boolean drop = in.is("DROP");
        if (!drop && !in.is("CREATE")) {
            return Optional.empty();
        }
        in.advance();
        while (in.takeAny("TEMP", "TEMPORARY") || in.takeAny("UNIQUE", "VIRTUAL")) {
            // What it is comes behind.
        }
        String what = in.name().orElse("");
        String tag = (drop ? "DROP " : "CREATE ") + what.toUpperCase(Locale.ROOT);
        in.take("IF");
        in.take("NOT");
        in.take("EXISTS");
        String name = in.table().map(TableName::name).orElse("");
        return Optional.of(new NoEffect(tag, drop
                ? PgError.notice(what + " \"" + name + "\" does not exist, skipping")
                : PgError.notice("relation \"" + name + "\" already exists, skipping")));
    }
}
