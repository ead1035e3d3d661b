/** The process that loads plugins, wires them by configuration and runs their sessions. */
@NullMarked
package io.sqld.host;

import org.jspecify.annotations.NullMarked;
