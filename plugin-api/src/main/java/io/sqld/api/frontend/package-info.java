/** Front ends: protocols spoken on listeners, and the gateway through which they run SQL. */
@org.jspecify.annotations.NullMarked
package io.sqld.api.frontend;
