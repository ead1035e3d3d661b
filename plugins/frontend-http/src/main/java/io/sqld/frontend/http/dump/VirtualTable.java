package io.sqld.frontend.http.dump;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * How a virtual table is written. Whatever can be is made by CREATE VIRTUAL TABLE and filled by INSERTs into it, which
 * any SQLite takes, this server's included. What cannot be filled like this is written as SQLite's shell does it: as
 * a row of {@code sqlite_schema} and with its shadow tables as they stand, which only a SQLite with
 * {@code writable_schema} and without {@code defensive} takes.
 */
enum VirtualTable {
    /** It holds nothing of its own. */
    EMPTY,
    /** Rows with their columns only. */
    ROWS,
    /** Rows with the rowid that other tables may refer to. */
    ROWS_AND_ROWIDS,
    /** An index of another table: made anew from that. */
    REBUILT,
    /** By its shadow tables. */
    SHADOWS;

    private static final Set<String> SPATIAL = Set.of("rtree", "rtree_i32");
    private static final String FTS5 = "fts5";
    private static final Set<String> TEXT = Set.of("fts3", "fts4", FTS5);

    /** {@return the name of the module, in lower case} */
    static String module(String sql) {
        List<String> tokens = SqlTokens.of(sql).list();
        int using = using(tokens);
        return using < 0 ? "" : unquoted(tokens.get(using + 1)).toLowerCase(Locale.ROOT);
    }

    /**
     * {@return how to write the table}
     *
     * @param known whether this server has the module
     * @param shadows whether there are shadow tables
     */
    static VirtualTable of(String sql, boolean known, boolean shadows) {
        String module = module(sql);
        if (!known) {
            return SHADOWS;
        }
        if (!shadows) {
            return EMPTY;
        }
        if (SPATIAL.contains(module)) {
            return ROWS;
        }
        if (module.equals("geopoly")) {
            return ROWS_AND_ROWIDS;
        }
        return TEXT.contains(module) ? ofText(SqlTokens.of(sql).list()) : SHADOWS;
    }

    private static VirtualTable ofText(List<String> tokens) {
        for (int i = Math.max(0, using(tokens)); i + 2 < tokens.size(); i++) {
            if (!tokens.get(i + 1).equals("=")) {
                continue;
            }
            String option = tokens.get(i).toLowerCase(Locale.ROOT);
            if (option.equals("locale") || option.equals("languageid")) {
                return SHADOWS;
            }
            if (option.equals("content")) {
                return unquoted(tokens.get(i + 2)).isEmpty() ? SHADOWS : REBUILT;
            }
        }
        return ROWS_AND_ROWIDS;
    }

    private static int using(List<String> tokens) {
        for (int i = 3; i + 1 < tokens.size(); i++) {
            if (tokens.get(i).equalsIgnoreCase("USING")) {
                return i;
            }
        }
        return -1;
    }

    /** {@return whether {@code INSERT INTO t(t, rank) VALUES('option', value)} sets options of such a table} */
    static boolean hasOptions(String sql) {
        return module(sql).equals(FTS5);
    }

    private static String unquoted(String token) {
        char first = token.charAt(0);
        if (token.length() < 2 || (first != '\'' && first != '"' && first != '`' && first != '[')) {
            return token;
        }
        String inner = token.substring(1, token.length() - 1);
        return first == '[' ? inner : inner.replace("" + first + first, "" + first);
    }
}
