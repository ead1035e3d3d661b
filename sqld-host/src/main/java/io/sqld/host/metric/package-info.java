/** Counts and measures. */
@NullMarked
package io.sqld.host.metric;

import org.jspecify.annotations.NullMarked;
