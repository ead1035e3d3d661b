package io.sqld.auth;

import io.sqld.api.service.Settings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The section {@code jwt}.
 *
 * @param keyFile public keys
 * @param keyFileKey the full path of that setting
 * @param keys public keys in the configuration itself
 * @param audience what a token's {@code aud} may be
 * @param group the tag by which tokens may name this server's databases
 * @param leeway by how much clocks may differ
 * @param attemptsPerSecondMax how many tokens are checked in a second, those just checked not counted
 * @param reloadInterval how often the file is looked at
 */
record JwtSettings(
        Optional<Path> keyFile,
        String keyFileKey,
        List<TokenKey> keys,
        Optional<String> audience,
        Optional<String> group,
        Duration leeway,
        int attemptsPerSecondMax,
        Duration reloadInterval) {

    static JwtSettings read(Settings settings) {
        var read = new JwtSettings(
                FileSetting.optional(settings, "key-file"),
                settings.path("key-file"),
                keys(settings),
                settings.optionalString("audience"),
                settings.optionalString("group"),
                settings.duration("leeway", Duration.ZERO, Duration.ofHours(1)),
                settings.integer("attempts-per-second-max", 1, 1_000_000),
                settings.duration("reload-interval", PasswordSettings.RELOAD_MIN, PasswordSettings.RELOAD_MAX));
        if (read.keyFile().isEmpty() && settings.optionalString("key").isEmpty()) {
            settings.problem(
                    "key-file", "must name a file of Ed25519 public keys; `sqld token new-key` makes one");
        }
        return read;
    }

    private static List<TokenKey> keys(Settings settings) {
        Optional<String> key = settings.optionalString("key");
        try {
            return key.map(text -> TokenKey.parse(text.getBytes(StandardCharsets.UTF_8))).orElse(List.of());
        } catch (IllegalArgumentException e) {
            settings.problem("key", String.valueOf(e.getMessage()));
            return List.of();
        }
    }
}
