/** Authenticators: users with passwords ({@code password}), and JSON web tokens ({@code jwt}). */
@NullMarked
package io.sqld.auth;

import org.jspecify.annotations.NullMarked;
