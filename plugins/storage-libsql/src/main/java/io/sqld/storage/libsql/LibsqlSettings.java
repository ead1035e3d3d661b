package io.sqld.storage.libsql;

import io.sqld.api.service.Settings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The section {@code libsql}.
 *
 * @param durability when commits are acknowledged
 * @param library the shared library; empty for the bundled one
 * @param file the single database served; empty for one file per namespace in the data directory
 * @param connections see there
 * @param turn see there
 * @param checkpoint see there
 * @param frameLog see there
 * @param limits see there
 * @param policy see there
 */
record LibsqlSettings(Durability durability, Optional<Path> library, Optional<Path> file,
        ConnectionSettings connections,
        TurnSettings turn, CheckpointSettings checkpoint, FrameLogSettings frameLog, LimitSettings limits,
        PolicySettings policy) {
    private static final String BUNDLED = "bundled";

    static LibsqlSettings read(Settings settings) {
        return new LibsqlSettings(
                settings.choice("durability", Durability.class),
                settings.string("library").equals(BUNDLED) ? Optional.empty()
                        : Optional.of(settings.filePath("library")),
                settings.optionalString("file").map(present -> settings.filePath("file")),
                ConnectionSettings.read(settings.section("connections")),
                TurnSettings.read(settings.section("turn")),
                CheckpointSettings.read(settings.section("checkpoint")),
                FrameLogSettings.read(settings.section("frame-log")),
                LimitSettings.read(settings.section("limits")),
                PolicySettings.read(settings.section("policy")));
    }
}
