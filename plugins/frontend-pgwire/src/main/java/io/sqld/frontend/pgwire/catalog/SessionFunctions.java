package io.sqld.frontend.pgwire.catalog;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.sql.SqlFunction.Arguments;
import io.sqld.api.sql.ValueSink;
import java.util.Optional;

/** Functions about the connection and the server. */
final class SessionFunctions {
    private final CatalogContext context;
    private final String startTime;

    SessionFunctions(CatalogContext context, String startTime) {
        this.context = context;
        this.startTime = startTime;
    }

    void addTo(FunctionList list) {
        for (String name : new String[] {"current_user", "session_user", "user", "current_role"}) {
            list.add(name, 0, (call, result) -> result.text(context.client().user()));
        }
        for (String name : new String[] {"current_database", "current_catalog"}) {
            list.add(name, 0, (call, result) -> result.text(context.client().database()));
        }
        list.add("current_schema", 0, (call, result) -> result.text("public"));
        list.add("current_schemas", 1,
                (call, result) -> result.text(isTrue(call, 0) ? "{pg_catalog,public}" : "{public}"));
        list.add("version", 0, (call, result) -> result.text("PostgreSQL "
                + context.client().setting("server_version").orElse("15.0") + ", compiled for the Java VM, 64-bit"));
        list.add("pg_backend_pid", 0, (call, result) -> result.integer(context.client().processId()));
        list.add("current_setting", -1, this::setting);
        list.add("set_config", 3, this::configure);
        list.add("pg_encoding_to_char", 1, (call, result) -> result.text(call.integer(0) == 6 ? "UTF8" : "SQL_ASCII"));
        list.number("pg_char_to_encoding", 1, call -> call.text(0).equalsIgnoreCase("UTF8") ? 6 : 0);
        list.add("pg_client_encoding", 0, (call, result) -> result.text("UTF8"));
        list.add("getdatabaseencoding", 0, (call, result) -> result.text("UTF8"));
        list.add("pg_postmaster_start_time", 0, (call, result) -> result.text(startTime));
        list.add("pg_conf_load_time", 0, (call, result) -> result.text(startTime));
        list.always(0, "pg_is_in_recovery", "pg_my_temp_schema", "pg_is_other_temp_schema",
                "pg_relation_is_publishable", "row_security_active", "pg_relation_size", "pg_table_size",
                "pg_indexes_size", "pg_total_relation_size", "pg_database_size", "pg_tablespace_size",
                "pg_is_wal_replay_paused", "pg_column_size");
        list.always(1, "has_table_privilege", "has_any_column_privilege", "has_column_privilege",
                "has_schema_privilege", "has_database_privilege", "has_sequence_privilege", "has_function_privilege",
                "has_type_privilege", "has_language_privilege", "has_tablespace_privilege",
                "has_foreign_data_wrapper_privilege", "has_server_privilege", "has_parameter_privilege",
                "pg_has_role");
        list.nothing("inet_client_addr", "inet_client_port", "inet_server_addr", "inet_server_port",
                "pg_last_wal_receive_lsn", "pg_last_wal_replay_lsn", "pg_current_wal_lsn",
                "pg_safe_snapshot_blocking_pids");
        list.text("pg_tablespace_location", 1, call -> "");
        list.text("pg_size_pretty", 1, SessionFunctions::prettySize);
        list.text("pg_typeof", 1, call -> call.isNumber(0) ? "integer" : "text");
    }

    private static boolean isTrue(Arguments call, int argument) {
        return call.isNumber(argument) ? call.integer(argument) != 0 : Booleans.isTrue(call.text(argument));
    }

    private void setting(Arguments call, ValueSink result) {
        Optional<String> value = context.client().setting(call.text(0));
        boolean missingOk = call.count() > 1 && isTrue(call, 1);
        if (value.isPresent()) {
            result.text(value.get());
        } else if (missingOk) {
            result.nullValue();
        } else {
            throw new SqldException(ErrorCode.SQL_ERROR,
                    "unrecognized configuration parameter \"" + call.text(0) + "\"");
        }
    }

    private void configure(Arguments call, ValueSink result) {
        context.client().set(call.text(0), call.text(1), isTrue(call, 2));
        result.text(context.client().setting(call.text(0)).orElse(""));
    }

    private static String prettySize(Arguments call) {
        long size = call.integer(0);
        String[] units = {"bytes", "kB", "MB", "GB", "TB"};
        int unit = 0;
        while (Math.abs(size) >= 10 * 1024 && unit < units.length - 1) {
            size = (size + 512) / 1024;
            unit++;
        }
        return size + " " + units[unit];
    }
}
