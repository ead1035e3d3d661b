/**
 * The binding to SQLite against C: the same work on the same library in the same process, as ratios. {@code
 * SqliteBenchmark} is for JMH, {@code SqliteComparison} takes turns between both sides and prints a table.
 */
@NullMarked
package io.sqld.benchmark.sqlite;

import org.jspecify.annotations.NullMarked;
