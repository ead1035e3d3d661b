package io.sqld.testkit;

import io.sqld.api.service.Metrics;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** Keeps figures so that a test can read them. */
public final class TestMetrics implements Metrics {
    private final Map<String, LongAdder> counters = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> timers = new ConcurrentHashMap<>();
    private final Map<String, LongSupplier> gauges = new ConcurrentHashMap<>();

    @Override
    public Counter counter(String name, String help) {
        return counters.computeIfAbsent(check(name), absent -> new LongAdder())::add;
    }

    @Override
    public Timer timer(String name, String help) {
        LongAdder recorded = timers.computeIfAbsent(check(name), absent -> new LongAdder());
        return nanos -> recorded.increment();
    }

    @Override
    public void gauge(String name, String help, LongSupplier value) {
        gauges.put(check(name), value);
    }

    /** {@return the sum of a counter, the number of durations of a timer, or the value of a gauge, now} */
    public long value(String name) {
        if (counters.containsKey(name)) {
            return counters.get(name).sum();
        }
        if (timers.containsKey(name)) {
            return timers.get(name).sum();
        }
        LongSupplier gauge = gauges.get(name);
        if (gauge == null) {
            throw new AssertionError(
                    "nobody registered " + name + ", but " + counters.keySet() + timers.keySet() + gauges.keySet());
        }
        return gauge.getAsLong();
    }

    private static String check(String name) {
        if (!name.matches("sqld_[a-z0-9]+(_[a-z0-9]+)+")) {
            throw new AssertionError("a metric is named sqld_<part>_<what>_<unit>, not " + name);
        }
        return name;
    }
}
