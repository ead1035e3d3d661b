/**
 * PostgreSQL's catalogs, made from a SQLite schema: {@code pg_catalog} and {@code information_schema} as tables of a
 * scratch database, the functions that go with them, and the rewriting of catalog queries into SQLite's dialect. Knows
 * nothing of the wire protocol; types are PostgreSQL's OIDs.
 */
@NullMarked
package io.sqld.frontend.pgwire.catalog;

import org.jspecify.annotations.NullMarked;
