package io.sqld.frontend.pgwire;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code INSERT INTO t (id, a) VALUES (DEFAULT, 1)}: SQLite has no such value, but it takes the default for a column
 * that is not listed. Only where every row has DEFAULT for it.
 */
final class DefaultValues {
    private final SqlEdits sql;

    DefaultValues(SqlEdits sql) {
        this.sql = sql;
    }

    /** A value or the name of a column. */
    private record Item(int first, int last) {}

    /** Leaves out the columns that have the default. */
    void apply() {
        for (int i = 0; i < sql.size(); i++) {
            if (sql.token(i).is("INTO") && sql.token(i + 1).isIdentifier()) {
                insert(i + 1);
            }
        }
    }

    private void insert(int table) {
        int at = table;
        while (sql.token(at + 1).isSign(".")) {
            at += 2;
        }
        int open = at + 1;
        int values = sql.closing(open) + 1;
        if (!sql.token(open).isSign("(") || !sql.token(values).is("VALUES")) {
            return;
        }
        List<List<Item>> lists = new ArrayList<>();
        lists.add(items(open));
        at = values + 1;
        while (sql.token(at).isSign("(")) {
            lists.add(items(at));
            at = sql.closing(at) + 1;
            if (!sql.token(at).isSign(",")) {
                break;
            }
            at++;
        }
        int columns = lists.getFirst().size();
        if (lists.size() < 2 || lists.stream().anyMatch(list -> list.size() != columns)) {
            return;
        }
        leaveOut(lists, columns, open, at);
    }

    private void leaveOut(List<List<Item>> lists, int columns, int open, int end) {
        var kept = new ArrayList<Integer>();
        for (int column = 0; column < columns; column++) {
            if (!isDefault(lists, column)) {
                kept.add(column);
            }
        }
        if (kept.isEmpty() && lists.size() == 2) {
            sql.replace(open, end - 1, "DEFAULT VALUES");
        } else if (!kept.isEmpty() && kept.size() < columns) {
            lists.forEach(list -> leaveOut(list, kept));
        }
    }

    private boolean isDefault(List<List<Item>> lists, int column) {
        for (List<Item> row : lists.subList(1, lists.size())) {
            Item item = row.get(column);
            if (item.first != item.last || !sql.token(item.first).is("DEFAULT")) {
                return false;
            }
        }
        return true;
    }

    /** Each that goes takes a comma with it: the one behind it, or for those after the last kept the one before. */
    private void leaveOut(List<Item> list, List<Integer> kept) {
        for (int i = 0; i < list.size(); i++) {
            if (!kept.contains(i)) {
                boolean behind = i < kept.getLast();
                Item item = list.get(i);
                sql.remove(behind ? item.first : item.first - 1, behind ? item.last + 1 : item.last);
            }
        }
    }

    private List<Item> items(int open) {
        int close = sql.closing(open);
        var items = new ArrayList<Item>();
        int first = open + 1;
        for (int at = first; at <= close; at++) {
            if (at == close || sql.token(at).isSign(",")) {
                items.add(new Item(first, at - 1));
                first = at + 1;
            } else if (sql.token(at).isSign("(")) {
                at = sql.closing(at);
            }
        }
        return items;
    }
}
