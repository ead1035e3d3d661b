package io.sqld.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Set;

/** Who may know whom. The modules' poms say the same; these rules also hold where a class path shows more. */
final class DependencyRules {
    private static final String API = "io.sqld.api..";
    private static final String HOST = "io.sqld.host..";
    private static final String[] FRONTENDS = {"io.sqld.frontend..", "io.sqld.example.."};
    private static final String[] STORAGE = {"io.sqld.storage..", "io.sqld.sqlite.."};
    private static final String[] WIRE = {"io.netty..", "io.sqld.netty..", "io.sqld.frontend.."};
    private static final String[] PLUGINS =
            {"io.sqld.auth..", "io.sqld.frontend..", "io.sqld.example..", "io.sqld.storage..", "io.sqld.replication..",
                    "io.sqld.netty..", "io.sqld.sqlite.."};
    private static final String[] PUBLISHED = {API, "java..", "com.typesafe.config..", "org.jspecify..", "org.slf4j.."};

    List<Rule> all() {
        return List.of(
                new Rule("The contract uses only the JDK, JSpecify, typesafe-config and slf4j",
                        classes().that()
                                .resideInAPackage(API)
                                .should()
                                .onlyDependOnClassesThat()
                                .resideInAnyPackage(PUBLISHED)),
                new Rule("The host knows no wire, no SQLite, no FoundationDB and no plugin",
                        noClasses().that()
                                .resideInAPackage(HOST)
                                .should()
                                .dependOnClassesThat(
                                        resideInAnyPackage(PLUGINS).or(resideInAnyPackage("io.netty..", "org.sqlite..",
                                                "java.sql..", "com.apple.foundationdb..")))),
                new Rule("Plugins do not see the host, or what only the host uses",
                        noClasses().that()
                                .resideInAnyPackage(PLUGINS)
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(HOST, "org.pf4j..", "ch.qos.logback..")),
                new Rule("Plugins do not see each other",
                        slices().matching("io.sqld.(frontend|storage|replication|example).(*)..")
                                .should()
                                .notDependOnEachOther()),
                new Rule("Front ends name no storage class",
                        noClasses().that()
                                .resideInAnyPackage(FRONTENDS)
                                .or()
                                .resideInAPackage("io.sqld.netty..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(STORAGE)),
                new Rule("Storage names no wire type",
                        noClasses().that()
                                .resideInAnyPackage(STORAGE)
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(WIRE)),
                new Rule("The test kit needs the published API only",
                        classes().that()
                                .resideInAPackage("io.sqld.testkit..")
                                .should()
                                .onlyDependOnClassesThat(
                                        resideInAnyPackage(PUBLISHED).or(resideInAnyPackage("io.sqld.testkit..",
                                                "javax.crypto..", "org.assertj.core..", "org.junit.jupiter..",
                                                "org.opentest4j..")))),
                new Rule("The example plugin needs the published API only",
                        classes().that()
                                .resideInAPackage("io.sqld.example..")
                                .should()
                                .onlyDependOnClassesThat(
                                        resideInAnyPackage(PUBLISHED).or(resideInAPackage("io.sqld.example..")))),
                new Rule("Only the SQLite binding calls native code",
                        noClasses().that()
                                .resideOutsideOfPackages("io.sqld.sqlite..", "io.sqld.benchmark..")
                                .should()
                                .dependOnClassesThat(nativeAccess())),
                new Rule("Packages form no cycles",
                        slices().matching("io.sqld.(**)").should().beFreeOfCycles()));
    }

    private static DescribedPredicate<JavaClass> nativeAccess() {
        Set<String> doors = Set.of("java.lang.foreign.Linker", "java.lang.foreign.SymbolLookup");
        return DescribedPredicate.describe("call native code", type -> doors.contains(type.getName()));
    }
}
