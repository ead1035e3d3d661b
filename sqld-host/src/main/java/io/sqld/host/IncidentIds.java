package io.sqld.host;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/** Eight random digits: enough to find one line in a log. */
final class IncidentIds implements Supplier<String> {
    @Override
    public String get() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    }
}
