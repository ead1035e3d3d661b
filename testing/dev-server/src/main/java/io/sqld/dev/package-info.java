/** Starts the whole server from the class path, for an IDE. */
@NullMarked
package io.sqld.dev;

import org.jspecify.annotations.NullMarked;
