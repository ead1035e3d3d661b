package io.sqld.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.sqld.api.fixture.ContractWithNetty;
import io.sqld.api.fixture.cycle.There;
import io.sqld.architecture.fixture.AbstractThing;
import io.sqld.architecture.fixture.GrowingList;
import io.sqld.architecture.fixture.LiveCounter;
import io.sqld.architecture.fixture.LogsByJul;
import io.sqld.architecture.fixture.Prints;
import io.sqld.architecture.fixture.SaysGet;
import io.sqld.architecture.fixture.Sleeps;
import io.sqld.architecture.fixture.SwappedName;
import io.sqld.architecture.fixture.SymbolSeeker;
import io.sqld.architecture.fixture.ThingHelper;
import io.sqld.architecture.fixture.common.Anything;
import io.sqld.example.fixture.ExampleWithNetty;
import io.sqld.frontend.fixture.FrontendWithStorage;
import io.sqld.host.fixture.HostWithNetty;
import io.sqld.host.fixture.HostWithPlugin;
import io.sqld.storage.fixture.PluginWithHost;
import io.sqld.storage.fixture.StorageWithWire;
import io.sqld.testkit.fixture.KitWithHost;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule, on a class that was written to break it. */
class RulesCanFailTest {
    /** Classes that together break the rule called {@code rule}. */
    record Breach(String rule, List<Class<?>> classes) {
        Breach(String rule, Class<?>... classes) {
            this(rule, List.of(classes));
        }
    }

    static List<Breach> breaches() {
        return List.of(
                new Breach("The contract uses only the JDK, JSpecify, typesafe-config and slf4j",
                        ContractWithNetty.class),
                new Breach("The host knows no wire, no SQLite, no FoundationDB and no plugin", HostWithNetty.class),
                new Breach("The host knows no wire, no SQLite, no FoundationDB and no plugin", HostWithPlugin.class),
                new Breach("Plugins do not see the host, or what only the host uses", PluginWithHost.class),
                new Breach("Plugins do not see each other", FrontendWithStorage.class, StorageWithWire.class),
                new Breach("Front ends name no storage class", FrontendWithStorage.class),
                new Breach("Storage names no wire type", StorageWithWire.class),
                new Breach("The test kit needs the published API only", KitWithHost.class),
                new Breach("The example plugin needs the published API only", ExampleWithNetty.class),
                new Breach("Only the SQLite binding calls native code", SymbolSeeker.class),
                new Breach("Packages form no cycles", ContractWithNetty.class, There.class),
                new Breach("Static fields are final", SwappedName.class),
                new Breach("Static fields hold nothing that changes", LiveCounter.class),
                new Breach("Static collections are unmodifiable", GrowingList.class),
                new Breach("Names say what a thing is", AbstractThing.class),
                new Breach("Names say what a thing is", ThingHelper.class),
                new Breach("No package gathers leftovers", Anything.class),
                new Breach("Accessors have no get prefix", SaysGet.class),
                new Breach("Logs go through slf4j", LogsByJul.class),
                new Breach("Only programs print", Prints.class),
                new Breach("Every package is null-marked", Anything.class),
                new Breach("Tests do not sleep; they poll with a deadline (io.sqld.testkit.Eventually)", Sleeps.class));
    }

    @ParameterizedTest
    @MethodSource("breaches")
    void aRuleFailsWhereItIsBroken(Breach breach) {
        Rule rule = rules().filter(candidate -> candidate.name().equals(breach.rule())).findAny().orElseThrow();
        assertThat(rule.violations(new ClassFileImporter().importClasses(breach.classes()))).as(breach.rule())
                .isNotEmpty();
    }

    @Test
    void everyRuleIsShownToFail() {
        Set<String> shown = breaches().stream().map(Breach::rule).collect(Collectors.toSet());
        assertThat(rules().map(Rule::name)).allSatisfy(name -> assertThat(shown).contains(name));
    }

    private static Stream<Rule> rules() {
        Rules rules = new Rules();
        return Stream.concat(rules.ofMain().stream(), rules.ofTests().stream());
    }
}
