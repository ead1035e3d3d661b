package io.sqld.frontend.http.hrana;

import io.sqld.api.auth.Identity;
import io.sqld.api.sql.NamespaceName;

/** Whose stream it is, and on which database; only the same one may go on with it. */
public record StreamOwner(NamespaceName namespace, Identity identity) {}
