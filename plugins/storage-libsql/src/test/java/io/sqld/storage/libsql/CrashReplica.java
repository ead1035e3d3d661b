package io.sqld.storage.libsql;

import io.sqld.api.service.Role;
import io.sqld.api.storage.FrameApplier;
import io.sqld.api.storage.FrameLog;
import io.sqld.testkit.FrameFollower;
import io.sqld.testkit.SessionRunner;
import io.sqld.testkit.TestStorage;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** A primary that writes, and a replica that applies, in one process of their own, until it is killed. */
final class CrashReplica {
    private CrashReplica() {}

    public static void main(String[] arguments) {
        TestStorage primary = TestStorage.start(new LibsqlFactory(), Path.of(arguments[0]), Role.PRIMARY, "");
        TestStorage replica = TestStorage.start(new LibsqlFactory(), Path.of(arguments[1]), Role.REPLICA,
                arguments[2]);
        FrameLog log = primary.database().frameLog().orElseThrow();
        FrameApplier applier = replica.database().frameApplier().orElseThrow();
        System.out.println("starts " + applier.applied().logId() + " " + applier.applied().frame());
        var random = new SplittableRandom(Long.parseLong(arguments[3]));
        var workload = new RandomWorkload(random.split());
        try (SessionRunner session = primary.session()) {
            while (true) {
                workload.step(session);
                if (FrameFollower.step(log, applier, 1 + random.nextInt(200_000))) {
                    System.out.println("applied " + applier.applied().logId() + " " + applier.applied().frame());
                }
            }
        } catch (RuntimeException | Error e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }
}
