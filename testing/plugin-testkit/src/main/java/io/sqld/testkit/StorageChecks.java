package io.sqld.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A started back end for each test of {@link StorageBackendContract}, and sessions that end with the test. */
abstract class StorageChecks {
    final StorageBackendContract contract;
    private final List<SessionRunner> sessions = new ArrayList<>();
    private @Nullable TestStorage storage;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the test
    Path directory;

    StorageChecks(StorageBackendContract contract) {
        this.contract = contract;
    }

    /** {@return HOCON for the back end of these tests} */
    String settings() {
        return contract.settings();
    }

    @BeforeEach
    final void start() {
        storage = TestStorage.start(contract.factory(), directory, settings());
    }

    @AfterEach
    final void stop() {
        sessions.forEach(SessionRunner::close);
        storage().close();
    }

    final TestStorage storage() {
        if (storage == null) {
            throw new AssertionError("not started");
        }
        return storage;
    }

    /** {@return a new session, closed with the test} */
    final SessionRunner session() {
        SessionRunner session = storage().session();
        sessions.add(session);
        return session;
    }

    /** {@return a new session, after {@code script} ran in it} */
    final SessionRunner session(String script) {
        SessionRunner session = session();
        session.script(script);
        return session;
    }
}
