package io.sqld.auth;

import io.sqld.api.service.Settings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Settings that name files. */
final class FileSetting {
    private FileSetting() {}

    /** {@return the file that a setting names, if it names one} */
    static Optional<Path> optional(Settings settings, String key) {
        Optional<String> name = settings.optionalString(key);
        try {
            return name.map(Path::of);
        } catch (InvalidPathException _) {
            settings.problem(key, "is not the name of a file");
            return Optional.empty();
        }
    }
}
