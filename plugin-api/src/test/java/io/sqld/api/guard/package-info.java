/** The guard over {@code api.txt}, which holds the public signatures of this module. */
@NullMarked
package io.sqld.api.guard;

import org.jspecify.annotations.NullMarked;
