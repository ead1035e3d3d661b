/** The JSON reader of the HTTP front end beside Jackson's streaming parser. */
@NullMarked
package io.sqld.benchmark.json;

import org.jspecify.annotations.NullMarked;
