/** Tests of the load benchmark's own parts. */
@NullMarked
package io.sqld.benchmark.load;

import org.jspecify.annotations.NullMarked;
