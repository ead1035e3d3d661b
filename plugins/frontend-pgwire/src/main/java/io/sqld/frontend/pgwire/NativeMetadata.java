package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import io.sqld.api.sql.Column;
import io.sqld.api.sql.Description;
import io.sqld.api.sql.Parameter;
import io.sqld.api.sql.StatementKind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/** Tells a client in native mode what {@code sqlite3_prepare} would tell it, as JSON. */
final class NativeMetadata {
    private final StringBuilder json = new StringBuilder("{");

    private NativeMetadata() {}

    /**
     * Encodes the notice about a statement that has been parsed.
     *
     * @param text everything that came with Parse, of which it is the first statement
     */
    static void notice(ByteBuf out, Statement statement, String text) {
        var metadata = new NativeMetadata();
        switch (statement) {
            case Statement.Executed executed -> metadata.describe(executed.description());
            case Statement.Empty _ -> metadata.field("empty", "true");
            case Statement.Answered _ -> metadata.field("answered", "true");
        }
        int tail = statement.end() >= text.length() ? text.length() : statement.end();
        String bytes = Integer.toString(text.substring(0, tail).getBytes(StandardCharsets.UTF_8).length);
        metadata.field("tail", bytes);
        PgError notice = PgError.log(SqlState.STATEMENT_METADATA, "statement metadata");
        Replies.error(out, notice.withDetail(metadata.json.append('}').toString()));
    }

    private void describe(Description description) {
        List<Column> columns = description.columns();
        strings("columns", columns, Column::name);
        strings("decl", columns, column -> column.declaredType().orElse(""));
        strings("db", columns, column -> column.origin().map(Column.Origin::database).orElse(""));
        strings("table", columns, column -> column.origin().map(Column.Origin::table).orElse(""));
        strings("origin", columns, column -> column.origin().map(Column.Origin::column).orElse(""));
        strings("params", description.parameters(), Parameter::name);
        field("readonly", Boolean.toString(description.readOnly()));
        field("explain", Boolean.toString(description.kind() == StatementKind.EXPLAIN));
        name("kind");
        Json.string(json, description.kind().name());
    }

    private void name(String name) {
        json.append(json.length() > 1 ? "," : "").append('"').append(name).append("\":");
    }

    private void field(String name, String value) {
        name(name);
        json.append(value);
    }

    /** What SQLite has no word for is null. */
    private <T> void strings(String name, List<T> items, Function<T, String> word) {
        name(name);
        json.append('[');
        for (int i = 0; i < items.size(); i++) {
            json.append(i > 0 ? "," : "");
            String value = word.apply(items.get(i));
            if (value.isEmpty() && !name.equals("columns")) {
                json.append("null");
            } else {
                Json.string(json, value);
            }
        }
        json.append(']');
    }
}
