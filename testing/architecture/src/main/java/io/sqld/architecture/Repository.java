package io.sqld.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The working tree with what the build has compiled so far; this module comes last, so that is everything. */
public final class Repository {
    private static final Set<String> NOT_OURS = Set.of("target", "node_modules", ".git");

    private final Path root;

    private Repository(Path root) {
        this.root = root;
    }

    /** {@return the tree around the directory {@code start}} */
    public static Repository around(Path start) {
        for (Path at = start.toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve(".mvn"))) {
                return new Repository(at);
            }
        }
        throw new IllegalStateException("no .mvn directory in or above " + start.toAbsolutePath());
    }

    public Path root() {
        return root;
    }

    /** {@return the modules' directories, sorted} */
    public List<Path> modules() throws IOException {
        return find(file -> file.endsWith("pom.xml")).stream()
                .map(Path::getParent)
                .filter(module -> Files.isDirectory(module.resolve("src")))
                .toList();
    }

    /** {@return all modules' classes from {@code src/main}} */
    public JavaClasses mainClasses() throws IOException {
        return importClasses("target/classes", modules());
    }

    /** {@return the modules' classes from {@code src/test}, without this module's, which break rules to test them} */
    public JavaClasses testClasses() throws IOException {
        Path here = root.resolve("testing/architecture");
        return importClasses("target/test-classes", modules().stream().filter(module -> !module.equals(here)).toList());
    }

    /** {@return all files that are written, not built, and whose names end with one of {@code endings}; sorted} */
    public List<Path> written(String... endings) throws IOException {
        return find(file -> Stream.of(endings).anyMatch(file.getFileName().toString()::endsWith));
    }

    private static JavaClasses importClasses(String directory, List<Path> modules) {
        return new ClassFileImporter().withImportOption(location -> !location.contains("/jmh_generated/"))
                .importPaths(
                        modules.stream().map(module -> module.resolve(directory)).filter(Files::isDirectory).toList());
    }

    private List<Path> find(Predicate<Path> wanted) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return NOT_OURS.contains(directory.getFileName().toString()) ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (wanted.test(file)) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        found.sort(null);
        return found;
    }
}
