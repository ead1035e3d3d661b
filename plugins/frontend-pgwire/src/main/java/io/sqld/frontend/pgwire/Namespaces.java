package io.sqld.frontend.pgwire;

import io.sqld.api.sql.NamespaceName;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the sessions of one namespace share with each other, and with nobody else. Thread-safe. */
final class Namespaces {
    private final Map<NamespaceName, Shared> shared = new ConcurrentHashMap<>();

    /** What is shared. */
    record Shared(Channels channels, AdvisoryLocks locks) {}

    /** {@return what the sessions of a namespace share} */
    Shared of(NamespaceName name) {
        return shared.computeIfAbsent(name, n -> new Shared(new Channels(), new AdvisoryLocks()));
    }
}
