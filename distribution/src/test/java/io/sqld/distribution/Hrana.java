package io.sqld.distribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A stream of statements by {@code POST /v2/pipeline}, as plain text. Used by one thread at a time. */
final class Hrana implements AutoCloseable {
    private static final Pattern BATON = Pattern.compile("\"baton\":\\s*\"([^\"]+)\"");

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(20))
            .build();
    private final URI pipeline;
    private String baton = "null";

    Hrana(String url) {
        this.pipeline = URI.create(url + "/v2/pipeline");
    }

    /** {@return the answer to one statement, in JSON} {@code sql} holds no quotation marks and no backslashes. */
    String execute(String sql) {
        String request =
                "{\"baton\": " + baton + ", \"requests\": [{\"type\": \"execute\", \"stmt\": {\"sql\": \"" + sql
                        + "\"}}]}";
        String answer = post(request);
        Matcher next = BATON.matcher(answer);
        baton = next.find() ? "\"" + next.group(1) + "\"" : "null";
        if (answer.contains("\"error\"")) {
            throw new AssertionError(answer);
        }
        return answer;
    }

    /** {@return the answer to one statement in a stream of its own, in JSON} */
    String executeAlone(String sql) {
        String answer = post("{\"requests\": [{\"type\": \"execute\", \"stmt\": {\"sql\": \"" + sql
                + "\"}}, {\"type\": \"close\"}]}");
        if (answer.contains("\"error\"")) {
            throw new AssertionError(answer);
        }
        return answer;
    }

    private String post(String body) {
        try {
            HttpResponse<String> answer = http.send(HttpRequest.newBuilder(pipeline)
                    .timeout(Duration.ofSeconds(60))
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new AssertionError(answer + " " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
