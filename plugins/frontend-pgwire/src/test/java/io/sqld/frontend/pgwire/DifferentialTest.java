package io.sqld.frontend.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.testkit.FrontendFixture;
import io.sqld.testkit.MarkdownTable;
import io.sqld.testkit.TestStorage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Says to sqld, and to PostgreSQL 15 where it is installed, what {@code exchanges.wire} has, and compares the answers.
 * What comes back is also written to {@code target/differential}, to be taken over when exchanges are added.
 */
class DifferentialTest {
    private static final Path FILE = Path.of("src/test/differential/exchanges.wire");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the test
    Path directory;

    @Test
    void sqldAnswersAsPostgresDoesOrAsTheManualSays() throws IOException {
        var storage = TestStorage.start(TestStorage.storageBackend("libsql"), directory, "");
        try (var fixture = new FrontendFixture(new PgwireFactory(), "listen = \"127.0.0.1:0\"", storage, 100)) {
            fixture.frontend().start();
            compare("sqld", fixture.address(), Exchange::expected);
        }
    }

    @Test
    void theRecordedAnswersAreThoseOfPostgres() throws IOException, InterruptedException {
        Assumptions.assumeTrue(InstalledPostgres.exists(), "PostgreSQL 15 is not installed");
        try (var postgres = InstalledPostgres.start()) {
            compare("postgres", postgres.address(), Exchange::answer);
        }
    }

    @Test
    void everyDifferenceHasAReasonInTheManualAndEveryReasonADifference() throws IOException {
        var given = new TreeSet<String>();
        MarkdownTable.of("POSTGRESQL.md", "## Differences").rows().forEach(row -> given.add(row.in("Difference")));
        var used = new TreeSet<String>();
        Exchange.read(FILE)
                .forEach(exchange -> exchange.difference().ifPresent(difference -> used.add(difference.reason())));
        assertThat(given).isEqualTo(used).hasSizeGreaterThan(5);
    }

    @Test
    void noDifferenceIsListedThatIsNone() throws IOException {
        assertThat(Exchange.read(FILE)).hasSizeGreaterThan(200)
                .allSatisfy(exchange -> exchange.difference()
                        .ifPresent(difference -> assertThat(difference.answer()).as("line %d", exchange.line())
                                .isNotEqualTo(exchange.answer())));
    }

    private static void compare(String server, InetSocketAddress address, Function<Exchange, String> expected)
            throws IOException {
        List<Exchange> exchanges = Exchange.read(FILE);
        var differences = new ArrayList<String>();
        var answers = new ArrayList<String>();
        WireClient client = WireClient.connect(address);
        for (Exchange exchange : exchanges) {
            client = exchange.on(client, address);
            String wanted = expected.apply(exchange);
            String answer = exchange.replay(client, wanted);
            answers.add(exchange.line() + " " + answer);
            if (!answer.equals(wanted)) {
                differences.add(
                        exchange.line() + " " + exchange.said() + "\n  is      " + answer + "\n  and not " + wanted);
            }
        }
        client.close();
        Path written = Files.createDirectories(Path.of("target", "differential")).resolve(server + ".txt");
        Files.write(written, answers);
        assertThat(differences).as("what %s answers", server).isEmpty();
    }
}
