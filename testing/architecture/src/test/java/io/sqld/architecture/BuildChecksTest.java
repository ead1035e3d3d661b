package io.sqld.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each check of the build, on a module that was written to fail it. */
class BuildChecksTest {
    private static final String PARENT = "sqld-parent";
    private static final String JSPECIFY = """
            <dependencies>
              <dependency>
                <groupId>org.jspecify</groupId>
                <artifactId>jspecify</artifactId>
              </dependency>
            </dependencies>
            """;
    private static final String PACKAGE_INFO = """
            /** A package. */
            @org.jspecify.annotations.NullMarked
            package io.sqld.small;
            """;

    private Path directory = Path.of("");

    @BeforeEach
    void makeDirectory() throws IOException {
        directory =
                Files.createTempDirectory(Files.createDirectories(Path.of("target/small").toAbsolutePath()), "build");
    }

    @Test
    void cleanCodeOfTheProjectsJdkPassesWhateverRunsMaven() throws Exception {
        SmallBuild.Outcome outcome = compile("""
                final class A {
                    int f(Object o) {
                        return switch (o) {
                            case Integer _, Long _ -> 1;
                            default -> 2;
                        };
                    }
                }
                """);
        assertThat(outcome.log()).contains("BUILD SUCCESS");
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void aWarningFails() throws Exception {
        assertFails(compile("record A(java.util.List list) {}"), "[rawtypes]", "-Werror");
    }

    @Test
    void eachCheckOfTheCompilerSpeaks() throws Exception {
        assertFails(compile("""
                import java.util.List;

                final class A {
                    boolean same(Integer a, Integer b) {
                        return a == b;
                    }

                    String nothing() {
                        return null;
                    }
                }
                """), "[BoxedPrimitiveEquality]", "[NullAway]", "[RemoveUnusedImports]");
    }

    @Test
    void badFormatFailsAndIsNotRepaired() throws Exception {
        String text = "package io.sqld.small;\n\nfinal class A {int a;}\n";
        SmallBuild build = new SmallBuild(directory).inheriting(".", PARENT, "").source("io/sqld/small/A.java", text);
        assertFails(build.maven("spotless:check@format"), "A.java", "mvn spotless:apply");
        assertThat(directory.resolve("src/main/java/io/sqld/small/A.java")).hasContent(text);
    }

    @Test
    void aPluginThatBundlesWhatTheHostLendsFails() throws Exception {
        Path api = directory.relativize(Repository.around(directory).root().resolve("plugin-api"));
        Path plugin = Files.createDirectory(directory.resolve("small"));
        new SmallBuild(plugin).inheriting("plugins", "sqld-plugins", """
                <dependencies>
                  <dependency>
                    <groupId>org.slf4j</groupId>
                    <artifactId>slf4j-api</artifactId>
                    <scope>compile</scope>
                  </dependency>
                </dependencies>
                """);
        SmallBuild both =
                new SmallBuild(directory).inheriting(".", PARENT, "<packaging>pom</packaging><modules><module>"
                        + api + "</module><module>small</module></modules>");
        Files.writeString(directory.resolve("pom.xml"), Files.readString(directory.resolve("pom.xml"))
                .replace("<artifactId>small</artifactId>", "<artifactId>both</artifactId>"));
        assertFails(both.maven("validate"), "org.slf4j:slf4j-api", "give them the scope `provided`");
    }

    @Test
    void withoutItsJdkTheBuildSaysWhichToInstall() throws Exception {
        SmallBuild.Outcome outcome = new SmallBuild(Repository.around(Path.of("")).root())
                .maven(directory.resolve("log.txt"), "--non-recursive", "validate", "-Dtoolchain.jdk.discover=false");
        assertFails(outcome, "sqld is built with JDK 25 and none was found: install one");
    }

    private SmallBuild.Outcome compile(String type) throws IOException, InterruptedException {
        return new SmallBuild(directory).inheriting(".", PARENT, JSPECIFY)
                .source("io/sqld/small/package-info.java", PACKAGE_INFO)
                .source("io/sqld/small/A.java", "package io.sqld.small;\n\n" + type)
                .maven("compile");
    }

    private static void assertFails(SmallBuild.Outcome outcome, String... reasons) {
        assertThat(outcome.log()).contains(reasons).contains("BUILD FAILURE");
        assertThat(outcome.exitCode()).isNotZero();
    }
}
