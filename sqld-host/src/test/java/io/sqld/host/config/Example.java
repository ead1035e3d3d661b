package io.sqld.host.config;

import io.sqld.api.service.HostPort;
import io.sqld.api.service.Secret;
import io.sqld.api.service.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What some plugin would make of its section. */
record Example(
        String text,
        Optional<String> optional,
        List<String> list,
        boolean flag,
        int number,
        long size,
        Duration time,
        Colour colour,
        HostPort listen,
        Path path,
        Optional<Secret> secret,
        int inner) {
    static final String REFERENCE = """
            example {
              text = "hello"
              optional = ""
              list = ["a", "b"]
              flag = false
              number = 5
              size = 64KiB
              time = 30s
              colour = "dark-red"
              listen = "127.0.0.1:80"
              path = "some/where"
              secret = ""
              nested { inner = 7 }
            }
            """;

    enum Colour {
        BLUE, DARK_RED
    }

    static Example from(Settings s) {
        return new Example(s.string("text"), s.optionalString("optional"), s.strings("list"), s.bool("flag"),
                s.integer("number", 1, 10), s.bytes("size", 1024, 1024 * 1024),
                s.duration("time", Duration.ofMillis(1), Duration.ofMinutes(1)), s.choice("colour", Colour.class),
                s.hostPort("listen"), s.filePath("path"), s.secret("secret"),
                s.section("nested").integer("inner", 0, 9));
    }
}
