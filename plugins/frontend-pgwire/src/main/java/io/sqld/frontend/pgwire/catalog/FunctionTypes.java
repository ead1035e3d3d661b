package io.sqld.frontend.pgwire.catalog;

/** The types of the functions that catalog queries call, where they do not depend on the arguments. */
final class FunctionTypes {
    private static final int INT2 = 21;
    private static final int JSON = 114;
    private static final int TIMESTAMPTZ = 1184;
    private static final int VOID = 2278;
    private static final int UUID = 2950;
    private static final int NAME_ARRAY = 1003;

    private FunctionTypes() {}

    /** {@return the type, {@link PgTypes#UNKNOWN} if it depends on the arguments or is not known} */
    static int of(String name) {
        if (name.startsWith("has_") || name.endsWith("_is_visible")) {
            return PgTypes.BOOL;
        }
        return switch (name) {
            case "pg_is_in_recovery", "pg_relation_is_publishable", "pg_function_is_visible", "bool_and", "bool_or",
                    "every", "pg_is_other_temp_schema", "pg_try_advisory_lock", "pg_advisory_unlock",
                    "row_security_active",
                    "pg_has_role", "starts_with", "pg_indexam_has_property", "pg_index_has_property",
                    "pg_index_column_has_property", "pg_is_wal_replay_paused", "pg_relation_is_updatable_" ->
                    PgTypes.BOOL;
            case "count", "row_number", "rank", "dense_rank", "pg_relation_size", "pg_table_size", "pg_indexes_size",
                    "pg_total_relation_size", "pg_database_size", "txid_current", "pg_tablespace_size",
                    "pg_stat_get_numscans" ->
                    PgTypes.INT8;
            case "length", "array_length", "array_upper", "array_lower", "array_ndims", "cardinality", "array_position",
                    "generate_subscripts", "generate_series", "pg_backend_pid", "position", "strpos", "char_length",
                    "pg_encoding_max_length", "inet_server_port", "inet_client_port", "pg_relation_is_updatable",
                    "json_array_length" ->
                    PgTypes.INT4;
            case "pg_column_size", "ascii" -> PgTypes.INT4;
            case "current_database", "current_schema", "current_user", "session_user", "current_role",
                    "current_catalog", "pg_get_userbyid", "pg_encoding_to_char", "user" ->
                    PgTypes.NAME;
            case "current_schemas" -> NAME_ARRAY;
            case "string_to_array", "regexp_split_to_array", "regexp_match", "parse_ident" -> PgTypes.TEXT_ARRAY;
            case "to_regclass", "regclass" -> PgTypes.REGCLASS;
            case "to_regtype", "regtype", "pg_typeof" -> PgTypes.REGTYPE;
            case "to_regnamespace", "regnamespace" -> PgTypes.REGNAMESPACE;
            case "to_regproc", "regproc" -> PgTypes.REGPROC;
            case "to_regrole", "regrole" -> PgTypes.REGROLE;
            case "pg_my_temp_schema", "oid" -> PgTypes.OID;
            case "now", "clock_timestamp", "statement_timestamp", "transaction_timestamp",
                    "pg_postmaster_start_time", "pg_conf_load_time" ->
                    TIMESTAMPTZ;
            case "date_part", "extract", "random", "pi" -> PgTypes.FLOAT8;
            case "json_build_object", "json_build_array", "json_agg", "json_object_agg", "to_json", "row_to_json" ->
                    JSON;
            case "pg_sleep", "pg_advisory_lock", "pg_advisory_unlock_all" -> VOID;
            case "gen_random_uuid" -> UUID;
            case "int2" -> INT2;
            case "int4" -> PgTypes.INT4;
            case "int8" -> PgTypes.INT8;
            case "array_agg", "unnest", "_pg_expandarray", "sum", "coalesce", "greatest", "least", "min", "max",
                    "nullif", "array_remove", "array_append", "array_cat", "abs", "lag", "lead", "first_value",
                    "last_value" ->
                    PgTypes.UNKNOWN;
            default -> PgTypes.TEXT;
        };
    }
}
