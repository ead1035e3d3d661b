/** Listeners, TLS and the back-pressure writer that front ends share. */
@NullMarked
package io.sqld.netty;

import org.jspecify.annotations.NullMarked;
