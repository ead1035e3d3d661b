package io.sqld.storage.libsql;

import io.sqld.api.service.Metrics;

/** What all databases of the back end count. */
final class StorageMetrics {
    private final Metrics metrics;
    private final Metrics.Counter statements;
    private final Metrics.Counter commits;
    private final Metrics.Counter lostTransactions;
    private final Metrics.Timer turnWaits;
    private final Metrics.Timer checkpoints;

    StorageMetrics(Metrics metrics) {
        this.metrics = metrics;
        statements = metrics.counter("sqld_storage_statements_total", "Statements that ran");
        commits = metrics.counter("sqld_storage_commits_total", "Transactions that wrote and committed");
        lostTransactions =
                metrics.counter("sqld_storage_lost_transactions_total", "Transactions that the server rolled back");
        turnWaits = metrics.timer("sqld_storage_turn_wait_seconds",
                "Time that writes waited for their turn, if they had to");
        checkpoints = metrics.timer("sqld_storage_checkpoint_seconds", "Time of one checkpoint");
    }

    Metrics registry() {
        return metrics;
    }

    Metrics.Counter statements() {
        return statements;
    }

    Metrics.Counter commits() {
        return commits;
    }

    Metrics.Counter lostTransactions() {
        return lostTransactions;
    }

    Metrics.Timer turnWaits() {
        return turnWaits;
    }

    Metrics.Timer checkpoints() {
        return checkpoints;
    }
}
