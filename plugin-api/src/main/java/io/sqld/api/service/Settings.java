package io.sqld.api.service;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One section of the configuration, with defaults filled in. Not thread-safe; used only during
 * {@link ServiceFactory#configure}.
 *
 * <p>An accessor never throws for what the user wrote: a missing key, a wrong type or a value out of range is noted,
 * with its file and line, and a harmless value is returned so that the remaining keys are checked too. Keys that no
 * accessor asked for are unknown, and are reported with the nearest key that one did ask for.
 */
public interface Settings {
    /** {@return the full path of {@code key}, as messages name it, for instance {@code pgwire.listen}} */
    String path(String key);

    /** {@return a string} */
    String string(String key);

    /** {@return a string, or empty when the key is absent or the string is empty} */
    Optional<String> optionalString(String key);

    /** {@return a list of strings} */
    List<String> strings(String key);

    /** {@return a boolean} */
    boolean bool(String key);

    /** {@return an integer in [{@code min}, {@code max}]} */
    int integer(String key, int min, int max);

    /** {@return a size in bytes, written {@code 64KiB} or {@code 1MB}, in [{@code min}, {@code max}]} */
    long bytes(String key, long min, long max);

    /** {@return a duration, written {@code 30s} or {@code 5 minutes}, in [{@code min}, {@code max}]} */
    Duration duration(String key, Duration min, Duration max);

    /** {@return a constant of {@code type}, written in lower case with dashes} */
    <E extends Enum<E>> E choice(String key, Class<E> type);

    /** {@return a listening address, written {@code host:port}, {@code [v6]:port} or {@code :port}} */
    HostPort hostPort(String key);

    /** {@return a path, relative ones resolved against the working directory of the server} */
    Path filePath(String key);

    /** {@return a secret, or empty when the key is absent; it is masked wherever the configuration is printed} */
    Optional<Secret> secret(String key);

    /** {@return a section within this one} */
    Settings section(String key);

    /** Notes that the value at {@code key} cannot be used. The message starts after the key's path. */
    void problem(String key, String message);
}
