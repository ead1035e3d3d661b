package io.sqld.frontend.pgwire;

import io.sqld.frontend.pgwire.catalog.CatalogClient;
import java.util.Optional;
import java.util.Set;

/** What a connection tells the catalog about itself. Used by its task alone. */
final class ConnectionFacts implements CatalogClient {
    private final String namespace;
    private final Client client;
    private final Variables variables;
    private final Transaction transaction;

    ConnectionFacts(String namespace, Client client, Variables variables, Transaction transaction) {
        this.namespace = namespace;
        this.client = client;
        this.variables = variables;
        this.transaction = transaction;
    }

    @Override
    public String namespace() {
        return namespace;
    }

    @Override
    public String database() {
        return client.database();
    }

    @Override
    public String user() {
        return client.user();
    }

    @Override
    public int processId() {
        return client.processId();
    }

    @Override
    public Set<String> settings() {
        return variables.names();
    }

    @Override
    public Optional<String> setting(String name) {
        return variables.value(name);
    }

    @Override
    public void set(String name, String value, boolean local) {
        variables.set(name, value, local, transaction.inBlock());
    }
}
