package io.sqld.host.layer;

import io.sqld.api.sql.NamespaceName;
import io.sqld.api.storage.Database;
import io.sqld.api.storage.DatabaseLayer;
import java.util.ArrayList;
import java.util.List;

/**
 * The layers around every database, in their one order.
 *
 * @param layers outermost first
 */
public record LayerStack(List<DatabaseLayer> layers) {
    /** Copies the list. */
    public LayerStack {
        layers = List.copyOf(layers);
    }

    /**
     * {@return the host's layers around those of the replication strategy} Metrics are outermost, so that they see what
     * admission refuses; deadlines are inside admission, so that no refused program starts a clock.
     */
    public static LayerStack of(
            MetricsLayer metrics, AdmissionLayer admission, DeadlineLayer deadlines, TransactionLayer transactions,
            SlowStatementLayer slowStatements, List<DatabaseLayer> replication) {
        var layers = new ArrayList<DatabaseLayer>();
        layers.add(metrics);
        layers.add(admission);
        layers.add(deadlines);
        layers.add(transactions);
        layers.add(slowStatements);
        layers.addAll(replication);
        return new LayerStack(layers);
    }

    /** {@return {@code storage} with all layers around it} */
    public Database around(NamespaceName namespace, Database storage) {
        Database database = storage;
        for (DatabaseLayer layer : layers.reversed()) {
            database = layer.wrap(namespace, database);
        }
        return database;
    }
}
