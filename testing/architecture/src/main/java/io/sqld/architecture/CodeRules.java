package io.sqld.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.List;
import java.util.Set;

/** How we write. */
final class CodeRules {
    /** Programs, and what speaks to whoever runs a test. */
    private static final String[] PRINTING = {"io.sqld.benchmark..", "io.sqld.testkit.."};

    List<Rule> all() {
        return List.of(
                new Rule("Static fields are final",
                        fields().that().areStatic().and(written()).should().beFinal()),
                new Rule("Static fields hold nothing that changes",
                        fields().that().areStatic().and(written()).should().notHaveRawType(new Mutable())),
                new Rule("Static collections are unmodifiable",
                        classes().should(new StaticCollectionsAreCopied())),
                new Rule("Names say what a thing is",
                        noClasses().that()
                                .doNotHaveModifier(JavaModifier.SYNTHETIC)
                                .should(
                                        HaveAName.matching(
                                                simpleNameStartingWith("Abstract").or(simpleNameEndingWith("Manager"))
                                                        .or(simpleNameEndingWith("Impl"))
                                                        .or(simpleNameEndingWith("Helper"))
                                                        .or(simpleNameEndingWith("Helpers"))
                                                        .or(simpleNameEndingWith("Util"))
                                                        .or(simpleNameEndingWith("Utils"))))),
                new Rule("No package gathers leftovers",
                        noClasses().should()
                                .resideInAnyPackage("..util..", "..utils..", "..common..", "..impl..",
                                        "..helper..", "..misc..")),
                new Rule("Accessors have no get prefix",
                        methods().that().doNotHaveModifier(JavaModifier.SYNTHETIC).should(new HaveNoGetPrefix())),
                new Rule("Logs go through slf4j",
                        noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging..")),
                new Rule("Only programs print",
                        noClasses().that()
                                .resideOutsideOfPackages(PRINTING)
                                .and()
                                .doNotHaveSimpleName("Main")
                                .should()
                                .accessTargetWhere(prints())),
                new Rule("Every package is null-marked",
                        classes().should(new BeNullMarked())));
    }

    /** Rules for the classes under {@code src/test}. */
    List<Rule> ofTests() {
        return List.of(new Rule("Tests do not sleep; they poll with a deadline (io.sqld.testkit.Eventually)",
                noClasses().should().callMethodWhere(sleeps())));
    }

    private static DescribedPredicate<JavaField> written() {
        return DescribedPredicate.describe("are written by us",
                field -> !field.getModifiers().contains(JavaModifier.SYNTHETIC));
    }

    private static DescribedPredicate<JavaAccess<?>> prints() {
        Set<String> streams = Set.of("java.lang.System.out", "java.lang.System.err");
        return DescribedPredicate.describe("prints", access -> {
            String target = access.getTargetOwner().getName() + "." + access.getName();
            boolean stackTrace = access instanceof JavaMethodCall call && call.getName().equals("printStackTrace")
                    && call.getTarget().getRawParameterTypes().isEmpty();
            boolean program = access.getOrigin().getName().equals("main");
            return stackTrace || (streams.contains(target) && !program);
        });
    }

    private static DescribedPredicate<JavaAccess<?>> sleeps() {
        return DescribedPredicate.describe("sleeps for a fixed time", access -> access.getName().equals("sleep")
                && access.getTargetOwner().getPackageName().startsWith("java."));
    }

    /** Types whose very purpose is to change. */
    private static final class Mutable extends DescribedPredicate<JavaClass> {
        private static final Set<String> TYPES = Set.of("java.lang.StringBuilder", "java.lang.ThreadLocal",
                "java.util.ArrayDeque", "java.util.ArrayList", "java.util.BitSet", "java.util.EnumMap",
                "java.util.HashMap", "java.util.HashSet", "java.util.IdentityHashMap", "java.util.LinkedHashMap",
                "java.util.LinkedHashSet", "java.util.LinkedList", "java.util.PriorityQueue", "java.util.Properties",
                "java.util.Random", "java.util.TreeMap", "java.util.TreeSet", "java.util.WeakHashMap");

        Mutable() {
            super("a mutable type");
        }

        @Override
        public boolean test(JavaClass type) {
            boolean concurrent = type.getPackageName().startsWith("java.util.concurrent") && !type.isEnum()
                    && !type.getSimpleName().endsWith("FieldUpdater");
            return concurrent || TYPES.contains(type.getName());
        }
    }
}
