/** Finds plugins and keeps them apart. */
@NullMarked
package io.sqld.host.plugin;

import org.jspecify.annotations.NullMarked;
