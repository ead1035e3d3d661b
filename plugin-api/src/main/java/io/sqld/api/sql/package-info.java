/** Running SQL: programs, sessions, executions, and the sinks and sources that values pass through. */
@org.jspecify.annotations.NullMarked
package io.sqld.api.sql;
