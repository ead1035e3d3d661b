package io.sqld.api.storage;

import io.sqld.api.auth.Identity;
import io.sqld.api.sql.NamespaceName;

/**
 * Who wants a session, and with which database.
 *
 * @param namespace the database
 * @param identity what the client may do; storage enforces it
 * @param client where the client comes from, for logs: protocol and address
 */
public record SessionRequest(NamespaceName namespace, Identity identity, String client) {}
