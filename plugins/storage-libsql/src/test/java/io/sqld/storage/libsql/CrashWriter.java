package io.sqld.storage.libsql;

import io.sqld.testkit.SessionRunner;
import io.sqld.testkit.TestStorage;
import java.nio.file.Path;

/** A process of its own that writes and tells of each commit on its standard output, until it is killed. */
final class CrashWriter {
    private static final int WRITERS = 8;

    private CrashWriter() {}

    public static void main(String[] arguments) {
        TestStorage storage = TestStorage.start(new LibsqlFactory(), Path.of(arguments[0]), "checkpoint.size = 256KiB");
        try (SessionRunner session = storage.session()) {
            session.run("CREATE TABLE log (writer, n, filler)");
        }
        var crowd = new Crowd(storage.database(), WRITERS, (number, session, all) -> {
            for (int i = 1; !all.stopping(); i++) {
                session.run("INSERT INTO log VALUES (?, ?, zeroblob(2000))", number, i);
                System.out.println(number + " " + i);
            }
        });
        crowd.join();
    }
}
