package io.sqld.host.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sqld.api.service.HostPort;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {
    private static final Set<String> SELECTED = Set.of("example");

    @TempDir Path directory;

    private Path file = Path.of("");
    private final Map<String, String> environment = new HashMap<>();
    private EnvironmentNames names = EnvironmentNames.NONE;

    @BeforeEach
    void noFile() {
        file = directory.resolve("sqld.conf");
    }

    @Test
    void defaultsFillInWhatTheUserLeavesOut() throws Exception {
        Configuration configuration = load();
        Example example = Example.from(configuration.section("example"));
        assertThat(example.text()).isEqualTo("hello");
        assertThat(example.optional()).isEmpty();
        assertThat(example.list()).containsExactly("a", "b");
        assertThat(example.flag()).isFalse();
        assertThat(example.number()).isEqualTo(5);
        assertThat(example.size()).isEqualTo(64 * 1024);
        assertThat(example.time()).isEqualTo(Duration.ofSeconds(30));
        assertThat(example.colour()).isEqualTo(Example.Colour.DARK_RED);
        assertThat(example.listen()).isEqualTo(new HostPort("127.0.0.1", 80));
        assertThat(example.path()).isEqualTo(Path.of("some/where"));
        assertThat(example.secret()).isEmpty();
        assertThat(example.inner()).isEqualTo(7);
        assertThat(configuration.problems(SELECTED)).isEmpty();
    }

    @Test
    void theFileSetsEveryKind() throws Exception {
        write("""
                example {
                  text = bye
                  optional = "there"
                  list = [x]
                  flag = yes
                  number = 10
                  size = 1 MiB
                  time = 500ms
                  colour = blue
                  listen = "[::1]:5432"
                  path = "/else/where"
                  secret = "s3cret"
                  nested.inner = 9
                }
                """);
        Configuration configuration = load();
        Example example = Example.from(configuration.section("example"));
        assertThat(configuration.problems(SELECTED)).isEmpty();
        assertThat(example.text()).isEqualTo("bye");
        assertThat(example.optional()).contains("there");
        assertThat(example.list()).containsExactly("x");
        assertThat(example.flag()).isTrue();
        assertThat(example.number()).isEqualTo(10);
        assertThat(example.size()).isEqualTo(1024 * 1024);
        assertThat(example.time()).isEqualTo(Duration.ofMillis(500));
        assertThat(example.colour()).isEqualTo(Example.Colour.BLUE);
        assertThat(example.listen()).isEqualTo(new HostPort("::1", 5432));
        assertThat(example.path()).isEqualTo(Path.of("/else/where"));
        assertThat(example.secret()).hasValueSatisfying(s -> assertThat(s.reveal()).isEqualTo("s3cret"));
        assertThat(example.inner()).isEqualTo(9);
    }

    @Test
    void theCommandLineWinsOverTheEnvironmentOverTheFileOverTheDefaults() throws Exception {
        names = new EnvironmentNames(Map.of(
                "TEXT", new EnvironmentNames.Key("example.text", ""),
                "NUMBER", new EnvironmentNames.Key("example.number", ""),
                "TIME", new EnvironmentNames.Key("example.time", "s"),
                "EMPTY", new EnvironmentNames.Key("example.path", "")));
        environment.putAll(Map.of("TEXT", "environment", "NUMBER", "3", "TIME", "7", "EMPTY", ""));
        write("example { text = file, number = 2, flag = true }");
        Example example = Example.from(load("example.text=line", "example.text=last").section("example"));
        assertThat(example.text()).isEqualTo("last");
        assertThat(example.number()).isEqualTo(3);
        assertThat(example.time()).isEqualTo(Duration.ofSeconds(7));
        assertThat(example.flag()).isTrue();
        assertThat(example.path()).isEqualTo(Path.of("some/where"));
    }

    @Test
    void substitutionsFindKeysAndThenTheEnvironment() throws Exception {
        environment.put("WHO", "world");
        write("""
                example { text = "hello "${WHO}, optional = ${example.nested.inner}, number = ${?ABSENT} }
                """);
        Example example = Example.from(load().section("example"));
        assertThat(example.text()).isEqualTo("hello world");
        assertThat(example.optional()).contains("7");
        assertThat(example.number()).isEqualTo(5);
    }

    @Test
    void textOnTheCommandLineNeedsNoQuotes() throws Exception {
        Example example = Example.from(load("example.path=/a//b#c", "example.listen=0.0.0.0:1", "example.list=x, y",
                "example.text= \"q\" ").section("example"));
        assertThat(example.path()).isEqualTo(Path.of("/a//b#c"));
        assertThat(example.listen()).isEqualTo(new HostPort("0.0.0.0", 1));
        assertThat(example.list()).containsExactly("x", "y");
        assertThat(example.text()).isEqualTo("q");
        assertThat(Example.from(load("example.list=[\"p\"]").section("example")).list()).containsExactly("p");
    }

    @Test
    void everyProblemIsReportedAtOnceWithItsPlace() throws Exception {
        write("""
                example {
                  text = [1]
                  lisst = ["a"]
                  flag = maybe
                  number = 11
                  size = many
                  time = 10
                  colour = dark-rad
                  listen = "localhost"
                  nested { iner = 1 }
                }
                exampel.text = x
                """);
        Configuration configuration = load("example.list={a=1}");
        Example.from(configuration.section("example"));
        String place = file.toString();
        assertThat(configuration.problems(SELECTED)).extracting(Problem::toString)
                .containsExactlyInAnyOrder(
                        place + ":2: example.text: expected a string, found [1]",
                        "--set: example.list: expected a list of strings, such as [\"a\", \"b\"], "
                                + "found {\"a\":1}",
                        place + ":4: example.flag: expected true or false, found \"maybe\"",
                        place + ":5: example.number: 11 is out of range: it may be from 1 to 10",
                        place + ":6: example.size: expected a size such as 64KiB or 10MB, found \"many\"",
                        place + ":7: example.time: expected a duration with its unit, such as 30s or 500ms, found 10",
                        place + ":8: example.colour: \"dark-rad\" is not one of blue, dark-red; did you mean dark-red?",
                        place + ":9: example.listen: expected an address written host:port, [v6]:port or :port, found "
                                + "\"localhost\"",
                        place + ":3: example.lisst: unknown key; did you mean example.list?",
                        place + ":10: example.nested.iner: unknown key; did you mean example.nested.inner?",
                        place + ":12: exampel: unknown section: no installed plugin has this name; did you mean "
                                + "example?");
    }

    @Test
    void outOfRangeSizesAndDurationsSayTheRangeWithUnits() throws Exception {
        Configuration configuration = load("example.size=2MiB", "example.time=2 minutes");
        Example.from(configuration.section("example"));
        assertThat(configuration.problems(SELECTED)).extracting(Problem::message)
                .containsExactly(
                        "2MiB is out of range: it may be from 1KiB to 1MiB",
                        "2m is out of range: it may be from 1ms to 1m");
    }

    @Test
    void aKeyWithoutDefaultOrValueMustBeSet() throws Exception {
        Configuration configuration = load();
        configuration.section("example").string("absent");
        assertThat(configuration.problems(SELECTED)).extracting(Problem::toString)
                .containsExactly("example.absent: must be set");
    }

    @Test
    void aValueInPlaceOfASectionIsOneProblemAndNotOneForEachKeyInIt() throws Exception {
        Configuration configuration = load("example.nested=5");
        assertThat(Example.from(configuration.section("example")).inner()).isEqualTo(7);
        assertThat(configuration.problems(SELECTED)).extracting(Problem::toString)
                .containsExactly("--set: example.nested: is a section, written example.nested { ... }");
    }

    @Test
    void sectionsThatAreNotSelectedAreCheckedForWhatTheUserWroteOnly() throws Exception {
        Configuration configuration = load("example.number=0", "example.typo=1");
        var settings = configuration.section("example");
        Example.from(settings);
        settings.string("absent");
        settings.problem("text", "does not suit the plugin");
        assertThat(configuration.problems(Set.of())).extracting(Problem::path)
                .containsExactly("example.number",
                        "example.typo");
    }

    @Test
    void sectionsThatSetNothingNeedNoPlugin() throws Exception {
        write("removed { nested {} }\nexample { gone {} }");
        Configuration configuration = load();
        Example.from(configuration.section("example"));
        assertThat(configuration.problems(SELECTED)).isEmpty();
    }

    @Test
    void problemsOfPluginsNameTheKeyAndItsPlace() throws Exception {
        write("\nexample.text = x\n");
        Configuration configuration = load();
        var settings = configuration.section("example");
        Example.from(settings);
        settings.problem("text", "must rhyme");
        settings.section("nested").problem("inner", "must be even");
        assertThat(configuration.problems(SELECTED)).extracting(Problem::toString)
                .containsExactly(file + ":2: example.text: must rhyme", "example.nested.inner: must be even");
    }

    @Test
    void entriesShowValuesAndPlacesAndMaskSecrets() throws Exception {
        write("example { secret = s3cret, number = 6 }");
        Configuration configuration = load("example.text=line");
        Example.from(configuration.section("example"));
        List<String> lines =
                configuration.entries().stream().map(e -> e.path() + "=" + e.value() + " " + e.place()).toList();
        assertThat(lines).contains("example.secret=\"***\" " + file + ":1", "example.number=6 " + file + ":1",
                "example.text=\"line\" --set", "example.flag=false default");
        assertThat(String.join("\n", lines)).doesNotContain("s3cret");
    }

    @Test
    void aWrongSecretIsNotShown() throws Exception {
        Configuration configuration = load("example.secret=[\"s3cret\"]");
        Example.from(configuration.section("example"));
        assertThat(configuration.problems(SELECTED)).singleElement()
                .asString()
                .contains("example.secret")
                .doesNotContain("s3cret");
    }

    @Test
    void aMalformedFileIsAProblemWithItsLine() throws Exception {
        write("example {\n  text = \"open\n}\n");
        assertThatThrownBy(this::load).isInstanceOfSatisfying(ConfigurationException.class,
                e -> assertThat(e.problems()).singleElement().asString().startsWith(file + ":2: "));
    }

    @Test
    void aMissingFileAndAnUnresolvedSubstitutionAreProblems() throws Exception {
        file = directory.resolve("absent.conf");
        assertThatThrownBy(() -> loadFrom(Optional.of(file))).isInstanceOfSatisfying(ConfigurationException.class,
                e -> assertThat(e.problems()).singleElement().asString().isEqualTo(file + ": does not exist"));
        file = directory.resolve("sqld.conf");
        write("example.text = ${NOWHERE}");
        assertThatThrownBy(this::load).isInstanceOfSatisfying(ConfigurationException.class,
                e -> assertThat(e.problems()).singleElement().asString().contains(file + ":1", "${NOWHERE}"));
    }

    @Test
    void whatIsReadEarlyMayStandBesideSubstitutionsOfPluginsKeys() throws Exception {
        write("example { path = early, text = ${plugin.key} }");
        Path path = Configuration.early(sources(Optional.of(file)), defaults(), names, s -> s.filePath("path"));
        assertThat(path).isEqualTo(Path.of("early"));
    }

    @ParameterizedTest
    @CsvSource({":80,'',80", "localhost:0,localhost,0", "[::]:65535,::,65535", "0.0.0.0:1,0.0.0.0,1"})
    void addresses(String text, String host, int port) {
        assertThat(Addresses.parse(text)).contains(new HostPort(host, port));
    }

    @ParameterizedTest
    @CsvSource({"80", "localhost", "::1:80", "host:", "host:65536", "host:-1", "host:8o", "a b:80", "[::1:80"})
    void noAddresses(String text) {
        assertThat(Addresses.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"listen,lisen,1", "listen,lsiten,1", "abc,abc,0", "abc,'',3", "kitten,sitting,3"})
    void distances(String a, String b, int distance) {
        assertThat(Suggestions.distance(a, b)).isEqualTo(distance);
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
    }

    private Configuration load(String... overrides) throws ConfigurationException, IOException {
        return loadFrom(Optional.of(file).filter(Files::exists), overrides);
    }

    private Configuration loadFrom(Optional<Path> from, String... overrides)
            throws ConfigurationException, IOException {
        return Configuration.load(sources(from, overrides), List.of(defaults()), names);
    }

    private ConfigurationSources sources(Optional<Path> from, String... overrides) {
        return new ConfigurationSources(Arrays.stream(overrides).map(KeyOverride::parse).toList(), environment, from,
                List.of());
    }

    private Defaults defaults() throws IOException {
        URL url = Files.writeString(directory.resolve("reference.conf"), Example.REFERENCE).toUri().toURL();
        return new Defaults("example", url, Set.of("example"));
    }
}
