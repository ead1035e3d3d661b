package io.sqld.host.config;

/**
 * One thing that is wrong with the configuration.
 *
 * @param place where it is written, for instance {@code sqld.conf:12}; empty if nowhere
 * @param path the key, for instance {@code http.listen}; empty for a file as a whole
 * @param message what is wrong, and what would be right
 */
public record Problem(String place, String path, String message) {
    @Override
    public String toString() {
        var line = new StringBuilder();
        if (!place.isEmpty()) {
            line.append(place).append(": ");
        }
        if (!path.isEmpty()) {
            line.append(path).append(": ");
        }
        return line.append(message).toString();
    }
}
