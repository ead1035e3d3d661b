/** Reads the configuration: layers of HOCON, checked key by key, all problems at once. */
@NullMarked
package io.sqld.host.config;

import org.jspecify.annotations.NullMarked;
