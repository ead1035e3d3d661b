package io.sqld.dev;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import io.sqld.host.HostResources;
import io.sqld.host.config.Defaults;
import io.sqld.host.config.EnvironmentNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code config/sqld.conf} against the {@code reference.conf} of the host and of every plugin in the distribution. */
class ConfigurationFileTest {
    /** A setting that is commented out: no blank follows the sign, as one does in prose. */
    private static final Pattern SETTING = Pattern.compile("\\s*#[^\\s#].*");
    private static final Pattern PROSE = Pattern.compile("\\s*# .*");
    /** The example plugin is not in the distribution, and the test kit's is a test's. */
    private static final Set<String> ELSEWHERE = Set.of("line", "sample");

    private final List<String> lines = read();

    @Test
    void everyKeyIsThereWithItsDefaultAndNoOther() throws IOException {
        String active = String.join("\n",
                lines.stream()
                        .map(line -> SETTING.matcher(line).matches() ? line.replaceFirst("#", "") : line)
                        .toList());
        assertThat(leaves(ConfigFactory.parseString(active))).isEqualTo(leaves(defaults()));
    }

    @Test
    void asItIsShippedItSetsNothing() {
        assertThat(leaves(ConfigFactory.parseString(String.join("\n", lines)))).isEmpty();
    }

    @Test
    void everyKeyIsExplained() {
        var unexplained = new ArrayList<String>();
        for (int i = 0; i < lines.size(); i++) {
            boolean explained = PROSE.matcher(lines.get(i - (i == 0 ? 0 : 1))).matches()
                    || SETTING.matcher(lines.get(i - (i == 0 ? 0 : 1))).matches();
            if (SETTING.matcher(lines.get(i)).matches() && !explained) {
                unexplained.add(lines.get(i));
            }
        }
        assertThat(unexplained).isEmpty();
    }

    @Test
    void everyEnvironmentVariableIsListedWithItsKey() throws IOException {
        Map<String, String> names = new TreeMap<>();
        HostResources.environmentNames().keys().forEach((name, key) -> names.put(name, key.path()));
        for (URL url : resources("environment.conf")) {
            EnvironmentNames.read(url).keys().forEach((name, key) -> names.put(name, key.path()));
        }
        assertThat(names).containsEntry("SQLD_HTTP_LISTEN_ADDR", "http.listen")
                .containsEntry("SQLD_DB_PATH",
                        "sqld.data-dir");
        Map<String, String> listed = new TreeMap<>();
        Pattern row = Pattern.compile("#\\s+((?:SQLD|LIBSQL)_\\w+)\\s+([a-z.-]+).*");
        for (String line : lines) {
            var matcher = row.matcher(line);
            if (matcher.matches()) {
                listed.put(matcher.group(1), matcher.group(2));
            }
        }
        assertThat(listed).isEqualTo(names);
        assertThat(names.values()).allSatisfy(path -> assertThat(defaultsUnchecked().hasPath(path)).as(path).isTrue());
    }

    private static Config defaultsUnchecked() {
        try {
            return defaults();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Config defaults() throws IOException {
        Defaults host = HostResources.defaults();
        Config all = ConfigFactory.parseURL(host.url());
        for (URL url : resources("reference.conf")) {
            all = all.withFallback(ConfigFactory.parseURL(url));
        }
        for (String section : ELSEWHERE) {
            all = all.withoutPath(section);
        }
        return all;
    }

    private static List<URL> resources(String name) throws IOException {
        return Collections.list(ConfigurationFileTest.class.getClassLoader().getResources(name));
    }

    private static Map<String, String> leaves(Config config) {
        var leaves = new TreeMap<String, String>();
        config.entrySet()
                .forEach(entry -> leaves.put(ConfigUtil.splitPath(entry.getKey()).toString(),
                        Objects.requireNonNull(entry.getValue()).render(ConfigRenderOptions.concise())));
        return leaves;
    }

    private static List<String> read() {
        try {
            return Files.readAllLines(Path.of("..", "..", "config", "sqld.conf"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
