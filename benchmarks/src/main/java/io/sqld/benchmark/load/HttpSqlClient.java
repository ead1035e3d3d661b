package io.sqld.benchmark.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs single statements by {@code POST /v2/pipeline}. */
final class HttpSqlClient implements SqlClient {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern FIRST_VALUE = Pattern
            .compile("\"rows\":\\[\\[\\{\"type\":\"\\w+\",\"value\":\"?([^\"}]*)");

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI pipeline;

    HttpSqlClient(InetSocketAddress address) {
        this.pipeline = URI
                .create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + "/v2/pipeline");
    }

    @Override
    public String value(String sql) throws IOException {
        String body = send(HttpRequest.newBuilder(pipeline)
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(HttpStep.execute(sql, "") + HttpStep.CLOSE))
                .build());
        if (!body.contains("\"type\":\"ok\"") || body.contains("\"type\":\"error\"")) {
            throw new IOException(sql + ": " + body);
        }
        Matcher matcher = FIRST_VALUE.matcher(body);
        return matcher.find() ? matcher.group(1) : "";
    }

    @Override
    public void close() {
        client.close();
    }

    private String send(HttpRequest request) throws IOException {
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IOException("status " + response.statusCode() + ": " + response.body());
            }
            return response.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
