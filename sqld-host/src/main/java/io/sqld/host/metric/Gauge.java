package io.sqld.host.metric;

import java.util.function.LongSupplier;

/** A value that is read when somebody looks. */
record Gauge(String name, String help, LongSupplier value) implements Instrument {
    @Override
    public MetricSnapshot snapshot() {
        return new MetricSnapshot.Value(name, help, value.getAsLong());
    }
}
