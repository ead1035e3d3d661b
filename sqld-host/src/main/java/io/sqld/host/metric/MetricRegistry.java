package io.sqld.host.metric;

import io.sqld.api.service.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All figures of the process. Thread-safe. */
public final class MetricRegistry implements Metrics {
    private static final Logger LOG = LoggerFactory.getLogger(MetricRegistry.class);
    private static final Pattern NAME = Pattern.compile("sqld_[a-z0-9]+(_[a-z0-9]+)*");

    private final ConcurrentMap<String, Instrument> instruments = new ConcurrentSkipListMap<>();

    @Override
    public Counter counter(String name, String help) {
        return registered(name, SumCounter.class, () -> new SumCounter(name, help));
    }

    @Override
    public Timer timer(String name, String help) {
        return registered(name, HistogramTimer.class, () -> new HistogramTimer(name, help));
    }

    /** Replaces an earlier gauge of the same name, whose service has gone. */
    @Override
    public void gauge(String name, String help, LongSupplier value) {
        registered(name, Gauge.class, () -> new Gauge(name, help, value));
        instruments.put(name, new Gauge(name, help, value));
    }

    /** {@return every figure as it is now, by name} A gauge that fails is left out, and the log says why. */
    public List<MetricSnapshot> snapshot() {
        var snapshots = new ArrayList<MetricSnapshot>(instruments.size());
        instruments.forEach((name, instrument) -> {
            try {
                snapshots.add(instrument.snapshot());
            } catch (RuntimeException e) {
                LOG.warn("The gauge {} cannot be read", name, e);
            }
        });
        return snapshots;
    }

    private <I extends Instrument> I registered(String name, Class<I> kind, Supplier<I> maker) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not the name of a metric: " + name);
        }
        Instrument instrument = instruments.computeIfAbsent(name, n -> maker.get());
        if (!kind.isInstance(instrument)) {
            throw new IllegalArgumentException(name + " is a " + instrument.getClass().getSimpleName() + " already");
        }
        return kind.cast(instrument);
    }
}
