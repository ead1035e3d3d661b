/** What the host puts between clients and every database. */
@NullMarked
package io.sqld.host.layer;

import org.jspecify.annotations.NullMarked;
