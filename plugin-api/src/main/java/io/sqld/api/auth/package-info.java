/** Who a client is and what it may do. */
@org.jspecify.annotations.NullMarked
package io.sqld.api.auth;
