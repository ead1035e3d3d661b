package io.sqld.auth;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.sqld.api.auth.Permission;
import io.sqld.api.sql.NamespaceName;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a token says, as the original sqld reads it: {@code p} gives rights on named databases; without it, {@code id}
 * names the one database (none: all), and {@code a} is {@code ro}, {@code roa} or {@code rw}, which is the default.
 *
 * @param subject who it was made for; a constant if it does not say
 * @param notBeforeSeconds {@code nbf}, in seconds since 1970
 * @param expiresSeconds {@code exp}
 * @param audience {@code aud}
 * @param scopes rights
 */
record Claims(String subject, Optional<Double> notBeforeSeconds, Optional<Double> expiresSeconds, Set<String> audience,
        List<Scope> scopes) {

    private static final String NOBODY = "token";

    /**
     * Rights on some databases.
     *
     * @param everywhere whether on all
     * @param namespaces otherwise on these
     * @param tags and on all of the servers of these groups
     */
    record Scope(Set<Permission> permissions, boolean everywhere, Set<String> namespaces, Set<String> tags) {}

    /**
     * {@return the claims in a JSON object, whose signature has been checked}
     *
     * @throws IllegalArgumentException if they make no sense
     */
    static Claims parse(String json) {
        ConfigObject root = object(json);
        return new Claims(
                string(root, "sub").filter(subject -> !subject.isBlank()).orElse(NOBODY),
                number(root, "nbf"),
                number(root, "exp"),
                strings(root, "aud"),
                member(root, "p").map(Claims::scopes).orElseGet(() -> List.of(legacyScope(root))));
    }

    /** {@return the object in a JSON text} */
    static ConfigObject object(String json) {
        try {
            return ConfigFactory.parseString(json, ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON)).root();
        } catch (ConfigException e) {
            throw new IllegalArgumentException("not a JSON object", e);
        }
    }

    /** {@return a member of an object that is a string} */
    static Optional<String> string(ConfigObject object, String name) {
        return member(object, name).map(value -> {
            if (value.unwrapped() instanceof String text) {
                return text;
            }
            throw new IllegalArgumentException(name + " is not a string");
        });
    }

    /** {@return the rights on a database; none if it is not named} */
    Set<Permission> permissions(NamespaceName namespace, Optional<String> group) {
        EnumSet<Permission> granted = EnumSet.noneOf(Permission.class);
        for (Scope scope : scopes) {
            if (scope.everywhere() || scope.namespaces().contains(namespace.value())
                    || group.filter(scope.tags()::contains).isPresent()) {
                granted.addAll(scope.permissions());
            }
        }
        return granted;
    }

    private static Scope legacyScope(ConfigObject root) {
        Set<Permission> permissions = switch (string(root, "a").orElse("rw")) {
            case "ro" -> EnumSet.of(Permission.READ);
            case "roa" -> EnumSet.of(Permission.READ, Permission.ATTACH);
            case "rw" -> EnumSet.of(Permission.READ, Permission.WRITE, Permission.SCHEMA);
            default -> throw new IllegalArgumentException("a is not ro, roa or rw");
        };
        Optional<String> id = string(root, "id");
        return new Scope(permissions, id.isEmpty(), id.map(Set::of).orElse(Set.of()), Set.of());
    }

    private static List<Scope> scopes(ConfigValue p) {
        if (!(p instanceof ConfigObject object)) {
            throw new IllegalArgumentException("p is not an object");
        }
        return object.entrySet().stream().map(Claims::scope).flatMap(Optional::stream).toList();
    }

    private static Optional<Scope> scope(Map.Entry<String, ConfigValue> entry) {
        Set<Permission> permissions = switch (entry.getKey()) {
            case "ro" -> EnumSet.of(Permission.READ);
            case "rw", "ddl" -> EnumSet.of(Permission.READ, Permission.WRITE, Permission.SCHEMA);
            case "roa" -> EnumSet.of(Permission.READ, Permission.ATTACH);
            case "rwa" -> EnumSet.of(Permission.READ, Permission.WRITE, Permission.SCHEMA, Permission.ATTACH);
            default -> EnumSet.noneOf(Permission.class);
        };
        if (permissions.isEmpty() || !(entry.getValue() instanceof ConfigObject scope)) {
            return Optional.empty(); // a right that we do not know gives none
        }
        return Optional.of(new Scope(permissions, false, strings(scope, "ns"), strings(scope, "tags")));
    }

    private static Set<String> strings(ConfigObject object, String name) {
        return member(object, name).map(value -> {
            if (!(value instanceof ConfigList list)) {
                return Set.of(text(value, name));
            }
            var strings = new HashSet<String>();
            list.forEach(element -> strings.add(text(element, name)));
            return strings;
        }).orElse(Set.of());
    }

    private static String text(ConfigValue value, String name) {
        if (value.unwrapped() instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException(name + " does not hold strings");
    }

    private static Optional<Double> number(ConfigObject object, String name) {
        return member(object, name).map(value -> {
            if (value.unwrapped() instanceof Number number) {
                return number.doubleValue();
            }
            throw new IllegalArgumentException(name + " is not a number");
        });
    }

    /** {@return a member that is there and is not null} */
    private static Optional<ConfigValue> member(ConfigObject object, String name) {
        return Optional.ofNullable(object.get(name)).filter(value -> value.valueType() != ConfigValueType.NULL);
    }
}
