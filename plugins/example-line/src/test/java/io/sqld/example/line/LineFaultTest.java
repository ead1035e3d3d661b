package io.sqld.example.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.testkit.FaultyDatabase;
import io.sqld.testkit.FrontendClient;
import io.sqld.testkit.FrontendFixture;
import io.sqld.testkit.Seed;
import io.sqld.testkit.Seeded;
import io.sqld.testkit.TestAuthenticator;
import io.sqld.testkit.TestStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** On a database that is slow and fails now and then. */
class LineFaultTest {
    private static final int CLIENTS = 8;
    private static final int STATEMENTS = 50;

    @Test
    @ExtendWith(Seeded.class)
    void everyStatementIsAnsweredOnceAndInOrder(Seed seed, @TempDir Path directory) throws Exception {
        var faults = new FaultyDatabase(seed, 0.2, Duration.ofMillis(3));
        try (FrontendFixture fixture = new FrontendFixture(new LineFrontendFactory(), "listen = \"127.0.0.1:0\"",
                TestStorage.start("libsql", directory, ""), CLIENTS, TestAuthenticator.open(), faults);
                ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
            fixture.frontend().start();
            var refused = new ArrayList<Future<Long>>();
            for (int i = 0; i < CLIENTS; i++) {
                refused.add(threads.submit(() -> ask(fixture)));
            }
            long total = 0;
            for (Future<Long> client : refused) {
                total += client.get();
            }
            assertThat(total).isPositive().isEqualTo(faults.failures());
            assertThat(faults.parks()).isEqualTo(CLIENTS * STATEMENTS - total);
        }
    }

    private static long ask(FrontendFixture fixture) throws IOException {
        long refused = 0;
        try (LineClient client = new LineClient(fixture.address())) {
            for (int i = 0; i < STATEMENTS; i++) {
                try {
                    assertThat(client.query("SELECT " + i)).containsExactly(List.of(Integer.toString(i)));
                } catch (FrontendClient.Refused e) {
                    assertThat(e).hasMessageContaining("UNAVAILABLE");
                    refused++;
                }
            }
        }
        return refused;
    }
}
