/** Front end: HTTP with JSON, Hrana. */
@NullMarked
package io.sqld.frontend.http;

import org.jspecify.annotations.NullMarked;
