package io.sqld.benchmark.load;

import java.util.List;

/** The middle of some figures. */
final class Median {
    private Median() {}

    /** {@return the median; the mean of the middle two of an even number; NaN of nothing} */
    static double of(List<Double> figures) {
        if (figures.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = figures.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
