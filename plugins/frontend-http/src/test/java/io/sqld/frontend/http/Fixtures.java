package io.sqld.frontend.http;

import io.sqld.testkit.FrontendFixture;
import io.sqld.testkit.TestStorage;
import java.nio.file.Path;

/** Starts the front end on a real database. */
final class Fixtures {
    private Fixtures() {}

    static FrontendFixture start(Path directory, String overrides) {
        var fixture = new FrontendFixture(new HttpFrontendFactory(), "listen = \"127.0.0.1:0\"\n" + overrides,
                TestStorage.start("libsql", directory, ""), 10_000);
        try {
            fixture.frontend().start();
            return fixture;
        } catch (RuntimeException | Error e) {
            fixture.close();
            throw e;
        }
    }

    /** {@return the body of a pipeline of these requests} */
    static String pipeline(String... requests) {
        return "{\"requests\":[" + String.join(",", requests) + "]}";
    }

    /** {@return the body of a pipeline of these requests, on the stream of {@code baton}} */
    static String resume(String baton, String... requests) {
        return "{\"baton\":\"" + baton + "\",\"requests\":[" + String.join(",", requests) + "]}";
    }

    /** {@return an {@code execute} without arguments} */
    static String execute(String sql) {
        return "{\"type\":\"execute\",\"stmt\":{\"sql\":\"" + sql.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}}";
    }

    /** {@return the baton in a response} */
    static String baton(RawHttp.Response response) {
        String start = "{\"baton\":\"";
        if (!response.body().startsWith(start)) {
            throw new AssertionError("no baton: " + response.status() + " " + response.body());
        }
        return response.body().substring(start.length(), response.body().indexOf('"', start.length()));
    }
}
