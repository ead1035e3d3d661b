package io.sqld.auth;

import io.sqld.api.service.Secret;
import io.sqld.api.service.Settings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * The section {@code password}.
 *
 * @param usersFile names, verifiers and rights
 * @param usersFileKey the full path of that setting
 * @param single one more user, who may do everything
 * @param attemptsPerSecondMax how many passwords are checked in a second, those just proven not counted
 * @param reloadInterval how often the file is looked at
 */
record PasswordSettings(
        Optional<Path> usersFile,
        String usersFileKey,
        Optional<Login> single,
        int attemptsPerSecondMax,
        Duration reloadInterval) {

    static final Duration RELOAD_MIN = Duration.ofMillis(10);
    static final Duration RELOAD_MAX = Duration.ofDays(1);
    private static final String HTTP_AUTH = "http-auth";
    private static final String BASIC = "basic:";

    /** A name and a password as the configuration has them. */
    record Login(String user, Secret password) {}

    static PasswordSettings read(Settings settings) {
        var read = new PasswordSettings(
                FileSetting.optional(settings, "users-file"),
                settings.path("users-file"),
                login(settings),
                settings.integer("attempts-per-second-max", 1, 1_000_000),
                settings.duration("reload-interval", RELOAD_MIN, RELOAD_MAX));
        if (read.usersFile().isEmpty() && read.single().isEmpty()) {
            settings.problem(
                    "users-file", "must name a file of users; `sqld password NAME` prints a line for it");
        }
        return read;
    }

    private static Optional<Login> login(Settings settings) {
        Optional<Secret> value = settings.secret(HTTP_AUTH);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        Optional<Login> login = parse(value.get().reveal());
        if (login.isEmpty()) {
            settings.problem(HTTP_AUTH, "expected basic:BASE64, where BASE64 encodes user:password");
        }
        return login;
    }

    private static Optional<Login> parse(String value) {
        if (!value.toLowerCase(Locale.ROOT).startsWith(BASIC)) {
            return Optional.empty();
        }
        try {
            byte[] decoded = Base64.getDecoder().decode(value.substring(BASIC.length()).strip());
            String pair = new String(decoded, StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon <= 0 || colon == pair.length() - 1
                    ? Optional.empty()
                    : Optional.of(new Login(pair.substring(0, colon), Secret.of(pair.substring(colon + 1))));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
