/** Runs the sessions of clients on a bounded pool of threads. */
@NullMarked
package io.sqld.host.gateway;

import org.jspecify.annotations.NullMarked;
