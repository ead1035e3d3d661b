package io.sqld.example.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code docs/WRITING_A_PLUGIN.md} shows of this plugin is what is here. */
class DocumentationTest {
    private static final Pattern JAVA_BLOCK = Pattern.compile("(?s)```java\n(.*?)```");
    private static final Path PAGE = Path.of("..", "..", "docs", "WRITING_A_PLUGIN.md");

    @Test
    void everyLineOfCodeOnThePageIsInTheSources() throws IOException {
        List<String> shown = JAVA_BLOCK.matcher(Files.readString(PAGE))
                .results()
                .map(MatchResult::group)
                .flatMap(String::lines)
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("```") && !line.contains("..."))
                .toList();
        String sources = sources().stream().map(DocumentationTest::read).collect(Collectors.joining());
        Set<String> lines = new HashSet<>(sources.lines().map(String::strip).toList());
        assertThat(shown).hasSizeGreaterThan(50).allSatisfy(line -> assertThat(lines).contains(line));
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
