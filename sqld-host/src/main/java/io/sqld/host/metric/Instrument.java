package io.sqld.host.metric;

/** Something that can be read. */
sealed interface Instrument permits SumCounter, HistogramTimer, Gauge {
    /** {@return its value as it is now} */
    MetricSnapshot snapshot();
}
