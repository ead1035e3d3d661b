/** Tests of the runnable tree as users run it. */
@NullMarked
package io.sqld.distribution;

import org.jspecify.annotations.NullMarked;
