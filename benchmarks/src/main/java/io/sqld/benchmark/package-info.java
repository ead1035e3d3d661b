/** JMH and load benchmarks, measured as ratios to peers. */
@NullMarked
package io.sqld.benchmark;

import org.jspecify.annotations.NullMarked;
