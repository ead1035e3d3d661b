package io.sqld.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A table of a Markdown page, so that a test can hold it against the code.
 *
 * @param rows in order
 */
public record MarkdownTable(List<Cells> rows) {
    /**
     * One row.
     *
     * @param byColumn its texts, without the marks of code
     */
    public record Cells(Map<String, String> byColumn) {
        /** {@return the text in the column of this name} */
        public String in(String column) {
            String text = byColumn.get(column);
            if (text == null) {
                throw new AssertionError("no column " + column + " in " + byColumn.keySet());
            }
            return text;
        }
    }

    /** Copies the list. */
    public MarkdownTable {
        rows = List.copyOf(rows);
    }

    /** {@return the table under {@code heading}, for instance {@code ## Codes}, in {@code docs/} of the repository} */
    public static MarkdownTable of(String page, String heading) {
        List<String> lines = lines(find(Path.of("docs", page)));
        int at = lines.indexOf(heading);
        if (at < 0) {
            throw new AssertionError("no " + heading + " in " + page);
        }
        List<List<String>> cells = lines.subList(at + 1, lines.size())
                .stream()
                .dropWhile(line -> !line.startsWith("|"))
                .takeWhile(line -> line.startsWith("|"))
                .map(MarkdownTable::cells)
                .toList();
        var rows = new ArrayList<Cells>();
        for (List<String> row : cells.subList(2, cells.size())) {
            var named = new LinkedHashMap<String, String>();
            for (int i = 0; i < row.size(); i++) {
                named.put(cells.getFirst().get(i), row.get(i));
            }
            rows.add(new Cells(named));
        }
        return new MarkdownTable(rows);
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.substring(1, line.lastIndexOf('|')).split("\\|", -1))
                .map(cell -> cell.strip().replaceAll("^`(.*)`$", "$1"))
                .toList();
    }

    /** Tests run in the directory of their module. */
    private static Path find(Path page) {
        for (Path place = Path.of("").toAbsolutePath(); place != null; place = place.getParent()) {
            if (Files.exists(place.resolve(page))) {
                return place.resolve(page);
            }
        }
        throw new AssertionError("no " + page + " above the working directory");
    }

    private static List<String> lines(Path page) {
        try {
            return Files.readAllLines(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
