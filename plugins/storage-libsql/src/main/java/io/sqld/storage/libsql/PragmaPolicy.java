package io.sqld.storage.libsql;

import io.sqld.api.auth.Permission;
import java.util.Locale;
import java.util.Set;

/**
 * What clients may do with <a href="https://sqlite.org/pragma.html">pragmas</a>. What is not named here is refused
 * unless the configuration allows it: a pragma can damage a database, wait while it holds a thread, or undo what the
 * server promises.
 */
final class PragmaPolicy {
    /** Tell something, also about their argument. */
    private static final Set<String> INFORMATION = Set.of(
            "collation_list", "compile_options", "data_version", "database_list", "foreign_key_check",
            "foreign_key_list",
            "freelist_count", "function_list", "index_info", "index_list", "index_xinfo", "integrity_check",
            "legacy_file_format", "module_list", "page_count", "pragma_list", "quick_check", "schema_version", "stats",
            "table_info", "table_list", "table_xinfo");
    /** Settings of this server or process: may be read; a new value is accepted and has no effect. */
    private static final Set<String> SERVER = Set.of(
            "busy_timeout", "cache_size", "cache_spill", "cell_size_check", "checkpoint_fullfsync", "fullfsync",
            "journal_size_limit", "mmap_size", "temp_store", "threads", "wal_autocheckpoint");
    /** Settings of the connection. */
    private static final Set<String> SESSION = Set.of(
            "analysis_limit", "automatic_index", "case_sensitive_like", "count_changes", "defer_foreign_keys",
            "empty_result_callbacks", "foreign_keys", "full_column_names", "legacy_alter_table", "query_only",
            "read_uncommitted", "recursive_triggers", "reverse_unordered_selects", "secure_delete",
            "short_column_names");
    /** Write the database. */
    private static final Set<String> DATABASE = Set.of(
            "application_id", "auto_vacuum", "incremental_vacuum", "optimize", "page_size", "user_version");
    /** May be read. */
    private static final Set<String> READABLE = Set.of(
            "encoding", "hard_heap_limit", "journal_mode", "locking_mode", "max_page_count", "soft_heap_limit",
            "synchronous", "trusted_schema");
    private static final Set<String> TRUE = Set.of("on", "yes", "true", "1");

    private final String key;
    private final Set<String> allowed;

    PragmaPolicy(PolicySettings settings) {
        this.key = settings.path() + ".pragmas";
        this.allowed = settings.pragmas();
    }

    /** What becomes of a pragma. */
    enum Verdict {
        /** It runs, and changes nothing that outlives it. */
        READS,
        /** It runs, and writes the database. */
        WRITES,
        /** It runs, and changes its connection. */
        PINS,
        /** It does nothing, and does not fail. */
        IGNORED,
        /** It fails. */
        REFUSED
    }

    /** Judges a pragma without argument. */
    Verdict judge(String pragma) {
        String name = pragma.toLowerCase(Locale.ROOT);
        if (name.equals("incremental_vacuum") || name.equals("optimize")) {
            return Verdict.WRITES;
        }
        if (name.equals("data_version")) {
            return Verdict.PINS; // it compares two moments of one connection
        }
        boolean known =
                INFORMATION.contains(name) || SERVER.contains(name) || SESSION.contains(name) || DATABASE.contains(name)
                        || READABLE.contains(name) || name.equals("shrink_memory");
        return known ? Verdict.READS : other(name);
    }

    /** Judges a pragma with an argument. */
    Verdict judge(String pragma, String argument) {
        String name = pragma.toLowerCase(Locale.ROOT);
        String value = argument.toLowerCase(Locale.ROOT);
        if (allowed.contains(name)) {
            return Verdict.PINS;
        }
        if (name.equals("schema_version") || name.equals("data_version")) {
            return Verdict.REFUSED;
        }
        if (INFORMATION.contains(name)) {
            return Verdict.READS;
        }
        if (SERVER.contains(name) || asItIs(name, value)) {
            return Verdict.IGNORED;
        }
        if (DATABASE.contains(name)) {
            return Verdict.WRITES;
        }
        if (SESSION.contains(name)) {
            return name.equals("foreign_keys") && TRUE.contains(value) ? Verdict.READS : Verdict.PINS;
        }
        return Verdict.REFUSED;
    }

    /**
     * {@return the rights that a pragma takes}
     *
     * @param verdict not {@code REFUSED}
     */
    Set<Permission> rights(String pragma, boolean hasArgument, Verdict verdict) {
        String name = pragma.toLowerCase(Locale.ROOT);
        if (allowed.contains(name)) {
            return Set.of(Permission.ADMIN); // what the operator has opened
        }
        return switch (verdict) {
            case WRITES -> Set.of(Permission.SCHEMA);
            case READS -> INFORMATION.contains(name) ? Set.of(Permission.READ) : Set.of();
            // Whoever may switch the checks of foreign keys off can break what the schema promises.
            case PINS -> hasArgument && name.equals("foreign_keys") ? Set.of(Permission.SCHEMA) : Set.of();
            case IGNORED, REFUSED -> Set.of();
        };
    }

    /** {@return whether a pragma does more than tell something, so that it must not be hidden in a SELECT} */
    boolean isHidden(boolean hasArgument, Verdict verdict) {
        return switch (verdict) {
            case WRITES -> true;
            case PINS -> hasArgument;
            case READS, IGNORED, REFUSED -> false;
        };
    }

    /** {@return why a pragma is refused, and what would allow it} */
    String reason(String pragma) {
        String name = pragma.toLowerCase(Locale.ROOT);
        String why = switch (name) {
            case "synchronous" -> "how commits reach the disk is set by libsql.durability";
            case "journal_mode", "locking_mode" -> "the server needs the write-ahead log, and shares the file";
            case "wal_checkpoint" -> "the server makes checkpoints itself";
            default -> key + " in the server's configuration can allow it";
        };
        return "not authorized: PRAGMA " + name + "; " + why;
    }

    private Verdict other(String name) {
        return allowed.contains(name) ? Verdict.PINS : Verdict.REFUSED;
    }

    /** {@return whether the value asked for is the one that is always in force} */
    private static boolean asItIs(String name, String value) {
        return switch (name) {
            case "locking_mode" -> value.equals("normal");
            case "encoding" -> value.equals("utf-8") || value.equals("utf8");
            default -> false;
        };
    }
}
