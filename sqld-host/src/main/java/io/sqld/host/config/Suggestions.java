package io.sqld.host.config;

import java.util.Collection;
import java.util.Optional;

/** Guesses what a mistyped name was meant to be. */
public final class Suggestions {
    private Suggestions() {}

    /**
     * {@return the candidate nearest to {@code name}, if one is near enough to be worth naming} Near enough is one slip
     * in three letters; a slip is a letter too many, too few, wrong, or swapped with its neighbour.
     */
    public static Optional<String> nearest(String name, Collection<String> candidates) {
        String nearest = null;
        int distanceMin = Math.max(1, name.length() / 3) + 1;
        for (String candidate : candidates) {
            int distance = distance(name, candidate);
            if (distance < distanceMin) {
                distanceMin = distance;
                nearest = candidate;
            }
        }
        return Optional.ofNullable(nearest);
    }

    /** {@return {@code "; did you mean x?"}, or nothing} */
    public static String didYouMean(String name, Collection<String> candidates) {
        return nearest(name, candidates).map(n -> "; did you mean " + n + "?").orElse("");
    }

    /** Optimal string alignment distance. */
    static int distance(String a, String b) {
        int[][] rows = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            rows[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            rows[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int substitution = rows[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                int best = Math.min(substitution, Math.min(rows[i - 1][j], rows[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    best = Math.min(best, rows[i - 2][j - 2] + 1);
                }
                rows[i][j] = best;
            }
        }
        return rows[a.length()][b.length()];
    }
}
