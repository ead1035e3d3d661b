/** Commands of {@code bin/sqld} that plugins bring. */
@org.jspecify.annotations.NullMarked
package io.sqld.api.command;
