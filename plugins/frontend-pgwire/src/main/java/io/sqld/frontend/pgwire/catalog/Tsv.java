package io.sqld.frontend.pgwire.catalog;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A table of fixed rows among the resources, as {@code COPY} writes it: the first line names the columns.
 *
 * @param header the names of the columns
 * @param rows values as text; {@link #NULL} for NULL
 */
record Tsv(List<String> header, List<List<String>> rows) {
    /** Stands for NULL. */
    static final String NULL = "\\N";

    /** {@return the rows in {@code <name>.tsv}} */
    static Tsv read(String name) {
        List<String> lines = lines(name + ".tsv");
        var rows = new ArrayList<List<String>>();
        for (String line : lines.subList(1, lines.size())) {
            rows.add(List.of(line.split("\t", -1)));
        }
        return new Tsv(List.of(lines.getFirst().split("\t", -1)), List.copyOf(rows));
    }

    /** {@return the lines of a resource} */
    static List<String> lines(String resource) {
        try (InputStream in = Tsv.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + resource + " is missing");
            }
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
