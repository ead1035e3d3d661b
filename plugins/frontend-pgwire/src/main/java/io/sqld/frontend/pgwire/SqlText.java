package io.sqld.frontend.pgwire;

import java.util.List;

/**
 * A statement as the client wrote it and as SQLite gets it, with a map between the two, so that the place of an error
 * is a place in the client's text.
 */
final class SqlText {
    private final String text;
    private final int begin;
    private final int end;
    private final String sql;
    private final List<Edit> edits;

    /**
     * A part of the statement that SQLite gets in another spelling.
     *
     * @param begin in what the client wrote, counted from the beginning of the statement
     * @param end where it ends there
     * @param placed where it begins in what SQLite gets
     * @param replacement what SQLite gets
     */
    record Edit(int begin, int end, int placed, String replacement) {
        private int placedEnd() {
            return placed + replacement.length();
        }
    }

    private SqlText(String text, int begin, int end, String sql, List<Edit> edits) {
        this.text = text;
        this.begin = begin;
        this.end = end;
        this.sql = sql;
        this.edits = edits;
    }

    /** {@return a statement that SQLite gets as it is} */
    static SqlText plain(String text, int begin, int end) {
        return new SqlText(text, begin, end, text.substring(begin, end), List.of());
    }

    /**
     * {@return a statement in another spelling}
     *
     * @param edits in order
     */
    static SqlText edited(String text, int begin, int end, String sql, List<Edit> edits) {
        return new SqlText(text, begin, end, sql, List.copyOf(edits));
    }

    /** {@return what SQLite gets} */
    String sql() {
        return sql;
    }

    /** {@return the statement as the client wrote it} */
    String written() {
        return text.substring(begin, end);
    }

    /** {@return whether SQLite gets something else than what the client wrote} */
    boolean isEdited() {
        return !edits.isEmpty();
    }

    /** {@return about how many chars it holds on to} */
    long weightChars() {
        return sql.length() + (isEdited() ? text.length() : 0L);
    }

    /** {@return everything that the client wrote, of which this is one statement} */
    String text() {
        return text;
    }

    /** {@return where the statement begins in {@link #text}} */
    int begin() {
        return begin;
    }

    /** {@return where it ends there} */
    int end() {
        return end;
    }

    /** {@return the same statement, which SQLite has found to end at {@code place} in {@link #text}} */
    SqlText endingAt(int place) {
        if (place >= end) {
            return this;
        }
        int length = sql.length();
        while (length > 0 && place(length) > place) {
            length--;
        }
        return new SqlText(text, begin, place, sql.substring(0, length), edits);
    }

    /** {@return the place in {@link #text} that a place in {@link #sql} stands for} */
    int place(int sqlOffset) {
        int shift = 0;
        for (Edit edit : edits) {
            if (sqlOffset < edit.placed()) {
                break;
            }
            if (sqlOffset < edit.placedEnd()) {
                return begin + edit.begin();
            }
            shift = edit.end() - edit.placedEnd();
        }
        return Math.min(begin + sqlOffset + shift, end);
    }
}
