package io.sqld.sqlite;

/** What may stand between statements: what SQLite's tokenizer skips, and semicolons. */
final class SqlBlank {
    private static final char BYTE_ORDER_MARK = '\ufeff';

    private SqlBlank() {}

    /** {@return the offset of the first char at or after {@code offset} that belongs to a statement, or the length} */
    static int skip(String sql, int offset) {
        int at = offset;
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == ';' || c == BYTE_ORDER_MARK) {
                at++;
            } else if (sql.startsWith("--", at)) {
                int end = sql.indexOf('\n', at);
                at = end < 0 ? sql.length() : end + 1;
            } else if (sql.startsWith("/*", at) && at + 2 < sql.length()) {
                int end = sql.indexOf("*/", at + 2);
                at = end < 0 ? sql.length() : end + 2;
            } else {
                return at;
            }
        }
        return at;
    }
}
