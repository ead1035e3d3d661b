/** The errors that cross the plugin API. Depends on nothing. */
@org.jspecify.annotations.NullMarked
package io.sqld.api.error;
