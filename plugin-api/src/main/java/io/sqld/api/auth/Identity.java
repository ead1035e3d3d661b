package io.sqld.api.auth;

import java.util.EnumSet;
import java.util.Set;

/**
 * A client that has been authenticated.
 *
 * @param name for logs and for {@code current_user}
 * @param permissions what it may do
 */
public record Identity(String name, Set<Permission> permissions) {
    /** Copies the set. */
    public Identity {
        permissions = Set.copyOf(permissions);
    }

    /** {@return an identity that may do everything} */
    public static Identity unrestricted(String name) {
        return new Identity(name, EnumSet.allOf(Permission.class));
    }

    /** {@return whether it may do everything} */
    public boolean isUnrestricted() {
        return permissions.size() == Permission.values().length;
    }

    /** {@return whether it may} */
    public boolean may(Permission permission) {
        return permissions.contains(permission);
    }
}
