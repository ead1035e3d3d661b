package io.sqld.api.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shows that the guard sees what would break a plugin. */
class ApiListingTest {
    private static final String BEFORE = """
            package demo;

            public interface Door<K extends Number> extends AutoCloseable {
                int WIDTH = 80;
                K open(java.util.List<? super K> keys, String... names) throws java.io.IOException;
                enum State { OPEN, SHUT }
                record Size(int width, long[] heights) {
                    public static Size none() { return new Size(0, new long[0]); }
                    private void hidden() {}
                }
            }
            """;

    @TempDir private Path directory;

    @Test
    void aListingSurvivesTheFile() throws IOException {
        ApiListing listing = compile(BEFORE);
        assertThat(ApiListing.parse(listing.toText().lines().toList())).isEqualTo(listing);
        assertThat(listing.toText()).isEqualTo("""
                demo.Door.Size(int width, long[] heights): record
                    new(int, long[])
                    static demo.Door.Size none()

                demo.Door.State: enum
                    constant OPEN
                    constant SHUT

                demo.Door<K extends Number>: interface of AutoCloseable
                    K open(java.util.List<? super K>, String...) throws java.io.IOException
                    static final int WIDTH = 80

                demo: module
                    exports demo
                """);
    }

    @Test
    void seesAnAddedMember() throws IOException {
        assertThat(changed("int WIDTH = 80;", "int WIDTH = 80; default void knock() {}"))
                .containsExactly("+ demo.Door<K extends Number>: interface of AutoCloseable: default void knock()");
    }

    @Test
    void seesARemovedType() throws IOException {
        assertThat(changed("enum State { OPEN, SHUT }", "")).containsExactly(
                "- demo.Door.State: enum",
                "- demo.Door.State: enum: constant OPEN",
                "- demo.Door.State: enum: constant SHUT");
    }

    @Test
    void seesAChangedConstant() throws IOException {
        assertThat(changed("WIDTH = 80", "WIDTH = 81")).containsExactly(
                "- demo.Door<K extends Number>: interface of AutoCloseable: static final int WIDTH = 80",
                "+ demo.Door<K extends Number>: interface of AutoCloseable: static final int WIDTH = 81");
    }

    @Test
    void seesAChangedTypeArgument() throws IOException {
        assertThat(changed("? super K", "K")).containsExactly(
                "- demo.Door<K extends Number>: interface of AutoCloseable: "
                        + "K open(java.util.List<? super K>, String...) throws java.io.IOException",
                "+ demo.Door<K extends Number>: interface of AutoCloseable: "
                        + "K open(java.util.List<K>, String...) throws java.io.IOException");
    }

    @Test
    void seesAChangedRecordComponent() throws IOException {
        assertThat(changed("int width, long[] heights", "int wide, long[] heights"))
                .contains("- demo.Door.Size(int width, long[] heights): record",
                        "+ demo.Door.Size(int wide, long[] heights): record");
    }

    @Test
    void doesNotSeeWhatIsPrivate() throws IOException {
        assertThat(changed("private void hidden() {}", "")).isEmpty();
    }

    private List<String> changed(String from, String to) throws IOException {
        assertThat(BEFORE).contains(from);
        return compile(BEFORE).differences(compile(BEFORE.replace(from, to)));
    }

    private ApiListing compile(String source) throws IOException {
        Path work = Files.createTempDirectory(directory, "module");
        Path type = Files.createDirectories(work.resolve("src/demo")).resolve("Door.java");
        Files.writeString(type, source);
        Path module = Files.writeString(work.resolve("src/module-info.java"), "module demo { exports demo; }");
        Path classes = work.resolve("classes");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int status = compiler.run(null, null, null, "-d", classes.toString(), type.toString(), module.toString());
        assertThat(status).isZero();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
            return ApiListing.of(classes, loader);
        }
    }
}
