package io.sqld.frontend.pgwire.catalog;

import io.sqld.api.sql.SqlFunction.Arguments;
import io.sqld.api.sql.ValueSink;
import java.util.List;

/** Functions that write definitions: {@code pg_get_indexdef} and its kin. */
final class DefinitionFunctions {
    private final CatalogContext context;

    DefinitionFunctions(CatalogContext context) {
        this.context = context;
    }

    void addTo(FunctionList list) {
        list.add("pg_get_expr", -1, (call, result) -> call.pass(0, result));
        list.add("pg_get_indexdef", -1, this::index);
        list.add("pg_get_constraintdef", -1, (call, result) -> definition(call, result, "", ""));
        list.add("pg_get_triggerdef", -1, (call, result) -> definition(call, result, "", ""));
        list.add("pg_get_viewdef", -1, (call, result) -> definition(call, result, " ", ";"));
        list.add("pg_get_serial_sequence", 2, this::sequence);
        list.nothing("pg_get_ruledef", "pg_get_functiondef", "pg_get_function_result", "pg_get_function_arguments",
                "pg_get_function_identity_arguments", "pg_get_function_arg_default", "pg_get_function_sqlbody",
                "pg_get_partkeydef", "pg_get_partition_constraintdef", "pg_get_statisticsobjdef",
                "pg_get_statisticsobjdef_columns", "pg_get_statisticsobjdef_expressions",
                "pg_get_replica_identity_index",
                "obj_description", "col_description", "shobj_description", "pg_describe_object",
                "pg_relation_filenode", "pg_relation_filepath", "pg_partition_root", "pg_partition_ancestors",
                "pg_stat_get_numscans", "pg_stat_get_last_analyze_time", "pg_indexam_has_property",
                "pg_index_has_property", "pg_index_column_has_property", "pg_get_multixact_members");
    }

    private void definition(Arguments call, ValueSink result, String before, String after) {
        int oid = oid(call);
        String text = context.snapshot().definition(oid).orElse("");
        if (call.isNull(0) || text.isEmpty()) {
            result.nullValue();
        } else {
            result.text(before + text + (text.endsWith(";") ? "" : after));
        }
    }

    /** {@return the OID that is given, itself or as the name of a relation} */
    private int oid(Arguments call) {
        if (call.isNumber(0) || call.text(0).matches("\\d+")) {
            return (int) call.integer(0);
        }
        String name = NameFunctions.fold(call.text(0));
        Integer oid = context.snapshot().relationOids().get(name);
        return oid == null ? 0 : oid;
    }

    private void index(Arguments call, ValueSink result) {
        int column = call.count() > 1 ? (int) call.integer(1) : 0;
        if (column == 0) {
            definition(call, result, "", "");
            return;
        }
        List<String> columns = context.snapshot().indexColumns().getOrDefault(oid(call), List.of());
        if (column > columns.size()) {
            result.nullValue();
        } else {
            result.text(columns.get(column - 1));
        }
    }

    private void sequence(Arguments call, ValueSink result) {
        String table = NameFunctions.fold(call.text(0));
        int dot = table.indexOf('.');
        String name = table.substring(dot + 1) + '_' + call.text(1) + "_seq";
        String schema = dot < 0 ? "public" : table.substring(0, dot);
        if (context.snapshot().relationOids().containsKey(schema + '.' + name)) {
            result.text(schema + '.' + TableRows.quoted(name));
        } else {
            result.nullValue();
        }
    }
}
