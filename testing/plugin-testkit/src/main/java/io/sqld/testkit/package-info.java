/** Contracts and fakes with which a plugin tests itself. */
@NullMarked
package io.sqld.testkit;

import org.jspecify.annotations.NullMarked;
