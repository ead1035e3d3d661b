package io.sqld.storage.libsql;

import io.sqld.api.service.Role;
import io.sqld.api.sql.Position;
import io.sqld.api.storage.FrameLog;
import io.sqld.testkit.SessionRunner;
import io.sqld.testkit.TestStorage;
import java.io.IOException;
import java.nio.file.Path;

/** A primary of its own that writes, and tells of each frame that a replica could have got, until it is killed. */
final class CrashPrimary {
    private static final int WRITERS = 4;

    private CrashPrimary() {}

    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        TestStorage storage = TestStorage.start(new LibsqlFactory(), directory, Role.PRIMARY, arguments[1]);
        try (SessionRunner session = storage.session()) {
            session.run("CREATE TABLE IF NOT EXISTS log (writer, n, filler)");
        }
        FrameLog log = storage.database().frameLog().orElseThrow();
        var crowd = new Crowd(storage.database(), WRITERS, (number, session, all) -> {
            for (int i = 1; !all.stopping(); i++) {
                session.run("INSERT INTO log VALUES (?, ?, zeroblob(?))", number, i, i % 5 * 1000);
                if (i % 20 == 0) {
                    session.run("DELETE FROM log WHERE writer = ? AND n < ?", number, i - 30);
                }
            }
        });
        try (var replay = new Replay(directory.resolve("shipped-" + System.nanoTime()))) {
            Position told = Position.NONE;
            while (true) {
                replay.follow(log);
                if (!replay.position().equals(told)) {
                    told = replay.position();
                    System.out.println(told.logId() + " " + told.frame() + " " + replay.checksum());
                }
            }
        } catch (RuntimeException | Error e) {
            e.printStackTrace();
            crowd.stop();
            Runtime.getRuntime().halt(1);
        }
    }
}
