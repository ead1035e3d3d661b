package io.sqld.storage.libsql;

import io.sqld.api.service.Settings;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The section {@code policy}. Names are in lower case.
 *
 * @param path of the section, for messages
 * @param attach whether ATTACH is allowed
 * @param pragmas allowed beyond the built-in list
 * @param functionsDenied SQL functions refused
 * @param modulesDenied virtual tables refused
 * @param trustedSchema {@code PRAGMA trusted_schema}
 */
record PolicySettings(String path, boolean attach, Set<String> pragmas, Set<String> functionsDenied,
        Set<String> modulesDenied,
        boolean trustedSchema) {
    static PolicySettings read(Settings settings) {
        String path = settings.path("attach");
        return new PolicySettings(
                path.substring(0, path.lastIndexOf('.')),
                settings.bool("attach"),
                names(settings.strings("pragmas")),
                names(settings.strings("functions-denied")),
                names(settings.strings("modules-denied")),
                settings.bool("trusted-schema"));
    }

    private static Set<String> names(List<String> names) {
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }
}
