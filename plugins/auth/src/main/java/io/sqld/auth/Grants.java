package io.sqld.auth;

import io.sqld.api.auth.Identity;
import io.sqld.api.auth.Permission;
import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.sql.NamespaceName;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Rights on databases, written {@code database=read,write}. The database {@code *} stands for all that are not named.
 *
 * @param byDatabase rights by the name of the database
 */
record Grants(Map<String, Set<Permission>> byDatabase) {
    private static final String ALL_DATABASES = "*";

    /** Copies the map. */
    Grants {
        byDatabase = Map.copyOf(byDatabase);
    }

    /**
     * {@return the grants in these words}
     *
     * @throws IllegalArgumentException if a word is none
     */
    static Grants parse(List<String> words) {
        var grants = new HashMap<String, Set<Permission>>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals <= 0) {
                throw new IllegalArgumentException(
                        "\"" + word + "\" is not a right, written database=read,write or *=all");
            }
            String database = word.substring(0, equals);
            if (grants.put(database, permissions(word.substring(equals + 1))) != null) {
                throw new IllegalArgumentException("the database " + database + " is named twice");
            }
        }
        if (grants.isEmpty()) {
            throw new IllegalArgumentException("no rights, written database=read,write or *=all");
        }
        return new Grants(grants);
    }

    private static Set<Permission> permissions(String names) {
        EnumSet<Permission> permissions = EnumSet.noneOf(Permission.class);
        for (String name : names.split(",", -1)) {
            switch (name.toLowerCase(Locale.ROOT)) {
                case "read" -> permissions.add(Permission.READ);
                case "write" -> permissions.add(Permission.WRITE);
                case "schema" -> permissions.add(Permission.SCHEMA);
                case "attach" -> permissions.add(Permission.ATTACH);
                case "admin" -> permissions.add(Permission.ADMIN);
                case "all" -> permissions.addAll(EnumSet.allOf(Permission.class));
                default -> throw new IllegalArgumentException(
                        "\"" + name + "\" is not read, write, schema, attach, admin or all");
            }
        }
        return permissions;
    }

    /**
     * {@return the identity of {@code user} on a database}
     *
     * @throws SqldException as if there were no such database, to who has no right on it
     */
    Identity identity(String user, NamespaceName namespace) {
        Set<Permission> named = byDatabase.get(namespace.value());
        Set<Permission> granted = named == null ? byDatabase.getOrDefault(ALL_DATABASES, Set.of()) : named;
        return identity(user, namespace, granted);
    }

    /**
     * {@return the identity with these rights}
     *
     * @throws SqldException as if there were no such database, if there are none
     */
    static Identity identity(String user, NamespaceName namespace, Set<Permission> granted) {
        if (granted.isEmpty()) {
            throw new SqldException(
                    ErrorCode.NAMESPACE_NOT_FOUND, "Namespace `" + namespace.value() + "` doesn't exist");
        }
        return new Identity(user, granted);
    }
}
