package io.sqld.host.metric;

import io.sqld.api.service.Metrics;
import java.util.concurrent.atomic.LongAdder;

/** A sum that many threads may add to without meeting. */
final class SumCounter implements Metrics.Counter, Instrument {
    private final String name;
    private final String help;
    private final LongAdder sum = new LongAdder();

    SumCounter(String name, String help) {
        this.name = name;
        this.help = help;
    }

    @Override
    public void add(long amount) {
        sum.add(amount);
    }

    @Override
    public MetricSnapshot snapshot() {
        return new MetricSnapshot.Sum(name, help, sum.sum());
    }
}
