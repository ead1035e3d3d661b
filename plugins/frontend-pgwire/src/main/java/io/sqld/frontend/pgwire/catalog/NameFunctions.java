package io.sqld.frontend.pgwire.catalog;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.sql.SqlFunction.Arguments;
import io.sqld.api.sql.ValueSink;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;

/** Functions between OIDs and names: {@code regclass} and its kin, {@code format_type}, visibility. */
final class NameFunctions {
    private final PgTypes types;
    private final CatalogContext context;
    private final Map<String, Integer> procedures = new HashMap<>();
    private final Map<Integer, String> procedureNames = new HashMap<>();

    NameFunctions(PgTypes types, Tsv procedureTable, CatalogContext context) {
        this.types = types;
        this.context = context;
        int oid = procedureTable.header().indexOf("oid");
        int name = procedureTable.header().indexOf("proname");
        for (List<String> row : procedureTable.rows()) {
            procedures.put(row.get(name), Integer.parseInt(row.get(oid)));
            procedureNames.put(Integer.parseInt(row.get(oid)), row.get(name));
        }
    }

    void addTo(FunctionList list) {
        input(list, "regclass", "to_regclass", this::relation, "relation \"%s\" does not exist");
        input(list, "regtype", "to_regtype", this::type, "type \"%s\" does not exist");
        input(list, "regnamespace", "to_regnamespace", this::namespace, "schema \"%s\" does not exist");
        input(list, "regproc", "to_regproc", this::procedure, "function \"%s\" does not exist");
        input(list, "regrole", "to_regrole", this::role, "role \"%s\" does not exist");
        list.text("sqld_regclass_name", 1, call -> relationName(call));
        list.text("sqld_regtype_name", 1, call -> call.integer(0) == 0 && !call.isNumber(0)
                ? call.text(0)
                : types.format((int) call.integer(0), -1));
        list.text("sqld_regnamespace_name", 1, call -> context.snapshot()
                .namespaces()
                .getOrDefault((int) call.integer(0), call.text(0)));
        list.text("sqld_regproc_name", 1, call -> call.integer(0) == 0 ? "-"
                : procedureNames.getOrDefault((int) call.integer(0), call.text(0)));
        list.text("sqld_regrole_name", 1, call -> userName(call));
        list.text("format_type", 2,
                call -> types.format((int) call.integer(0), call.isNull(1) ? -1 : (int) call.integer(1)));
        list.text("format_type", 1, call -> types.format((int) call.integer(0), -1));
        list.number("pg_table_is_visible", 1, this::visible);
        list.always(1, "pg_type_is_visible", "pg_function_is_visible", "pg_operator_is_visible",
                "pg_opclass_is_visible", "pg_opfamily_is_visible", "pg_collation_is_visible",
                "pg_conversion_is_visible", "pg_statistics_obj_is_visible", "pg_ts_parser_is_visible",
                "pg_ts_dict_is_visible", "pg_ts_config_is_visible", "pg_ts_template_is_visible");
        list.text("pg_get_userbyid", 1, this::userName);
    }

    private void input(FunctionList list, String strict, String lenient, Function<String, OptionalInt> find,
            String message) {
        list.add(strict, 1, (call, result) -> input(call, result, find, message.formatted(fold(call.text(0)))));
        list.add(lenient, 1, (call, result) -> input(call, result, find, ""));
    }

    private static void input(Arguments call, ValueSink result, Function<String, OptionalInt> find, String message) {
        if (call.isNull(0)) {
            result.nullValue();
            return;
        }
        if (call.isNumber(0) || call.text(0).matches("\\d{1,10}")) {
            result.integer(call.integer(0));
            return;
        }
        OptionalInt oid = call.text(0).equals("-") ? OptionalInt.of(0) : find.apply(call.text(0));
        if (oid.isPresent()) {
            result.integer(oid.getAsInt());
        } else if (message.isEmpty()) {
            result.nullValue();
        } else {
            throw new SqldException(ErrorCode.SQL_ERROR, message);
        }
    }

    /** {@return the relation that a name means: folded, unless it is quoted; with or without a schema} */
    private OptionalInt relation(String written) {
        Map<String, Integer> oids = context.snapshot().relationOids();
        String folded = fold(written);
        Integer oid = oids.get(folded);
        if (oid == null) {
            oid = oids.get(folded.startsWith("public.") ? folded : "public." + folded);
        }
        if (oid == null && folded.startsWith("main.")) {
            oid = oids.get("public." + folded.substring("main.".length()));
        }
        if (oid == null) {
            oid = ignoringCase(oids, folded);
        }
        return oid == null ? OptionalInt.empty() : OptionalInt.of(oid);
    }

    /** SQLite's names have no case. */
    private static @org.jspecify.annotations.Nullable Integer ignoringCase(Map<String, Integer> oids, String name) {
        for (Map.Entry<String, Integer> entry : oids.entrySet()) {
            if (entry.getKey().equalsIgnoreCase(name)) {
                return entry.getValue();
            }
        }
        return null;
    }

    static String fold(String written) {
        var name = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if (c == '"') {
                boolean twice = quoted && i + 1 < written.length() && written.charAt(i + 1) == '"';
                if (twice) {
                    name.append(c);
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else {
                name.append(quoted ? c : Character.toLowerCase(c));
            }
        }
        return name.toString();
    }

    private OptionalInt type(String written) {
        int oid = types.named(written);
        return oid == PgTypes.UNKNOWN ? OptionalInt.empty() : OptionalInt.of(oid);
    }

    private OptionalInt namespace(String written) {
        for (Map.Entry<Integer, String> entry : context.snapshot().namespaces().entrySet()) {
            if (entry.getValue().equals(fold(written))) {
                return OptionalInt.of(entry.getKey());
            }
        }
        return OptionalInt.empty();
    }

    private OptionalInt procedure(String written) {
        int end = written.indexOf('(');
        String name = fold(end < 0 ? written : written.substring(0, end)).strip();
        Integer oid = procedures.get(name.startsWith("pg_catalog.") ? name.substring("pg_catalog.".length()) : name);
        return oid == null ? OptionalInt.empty() : OptionalInt.of(oid);
    }

    private OptionalInt role(String written) {
        boolean own = fold(written).equals(context.client().user().toLowerCase(Locale.ROOT));
        return own ? OptionalInt.of(SnapshotBuilder.OWNER) : OptionalInt.empty();
    }

    private String relationName(Arguments call) {
        if (call.integer(0) == 0) {
            return "-";
        }
        Snapshot.RelationName name = context.snapshot().relationNames().get((int) call.integer(0));
        if (name == null) {
            return call.text(0);
        }
        boolean hidden = name.schema().equals(Relations.INFORMATION_SCHEMA);
        return (hidden ? name.schema() + '.' : "") + TableRows.quoted(name.name());
    }

    private long visible(Arguments call) {
        Snapshot.RelationName name = context.snapshot().relationNames().get((int) call.integer(0));
        return name != null && !name.schema().equals(Relations.INFORMATION_SCHEMA) ? 1 : 0;
    }

    private String userName(Arguments call) {
        return call.integer(0) == SnapshotBuilder.OWNER ? context.client().user()
                : "unknown (OID=" + call.integer(0) + ")";
    }
}
