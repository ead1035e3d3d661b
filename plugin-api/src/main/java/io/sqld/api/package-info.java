/** The entry of a plugin, and the version of the contract it was built against. */
@org.jspecify.annotations.NullMarked
package io.sqld.api;
