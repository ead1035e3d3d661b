package io.sqld.frontend.pgwire.catalog;

import java.util.ArrayList;
import java.util.List;

/** Writes {@link Node}s as a text, and remembers where each stood in the client's. */
final class SqlWriter {
    private final StringBuilder sql = new StringBuilder();
    private final List<Place> places = new ArrayList<>();

    /** A place in the written text, and in the client's. */
    private record Place(int written, int source) {}

    /** Writes nodes. */
    SqlWriter write(List<Node> nodes) {
        for (Node node : nodes) {
            switch (node) {
                case Node.Leaf leaf -> put(leaf.sql(), leaf.source());
                case Node.Group group -> {
                    put(group.open() == '(' ? "(" : "[", group.source());
                    write(group.nodes());
                    put(group.open() == '(' ? ")" : "]", group.source());
                }
            }
        }
        return this;
    }

    private void put(String text, int source) {
        boolean tight = sql.isEmpty() || text.equals(".") || text.equals(",") || text.equals(")")
                || sql.charAt(sql.length() - 1) == '.' || sql.charAt(sql.length() - 1) == '(';
        if (!tight) {
            sql.append(' ');
        }
        places.add(new Place(sql.length(), source));
        sql.append(text);
    }

    /** {@return the text} */
    String sql() {
        return sql.toString();
    }

    /** {@return the place in the client's text that a place in the written one stands for} */
    int source(int written) {
        int source = 0;
        for (Place place : places) {
            if (place.written > written) {
                break;
            }
            source = place.source;
        }
        return source;
    }
}
