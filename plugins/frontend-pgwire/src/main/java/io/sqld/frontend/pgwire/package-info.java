/** Front end: PostgreSQL wire protocol 3. */
@NullMarked
package io.sqld.frontend.pgwire;

import org.jspecify.annotations.NullMarked;
