package io.sqld.benchmark.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One request to {@code /v2/pipeline}. The body is the member name baton, its value, and the two parts with the key
 * between them.
 *
 * @param beforeKey what comes before the key
 * @param afterKey what comes after the key; empty if there is none
 * @param results how many results must be ok
 * @param rows how many rows must come
 * @param keyReturned whether the key must be among the values
 * @param changes how many statements must have changed one row
 */
record HttpStep(ByteBuffer beforeKey, ByteBuffer afterKey, int results, int rows, boolean keyReturned, int changes) {
    /** Ends the requests of a stream, and the body. */
    static final String CLOSE = ",{\"type\":\"close\"}]}";
    private static final String OPEN = "]}";
    private static final String KEY = "#KEY#";
    private static final String KEY_ARGUMENT = "{\"type\":\"integer\",\"value\":\"" + KEY + "\"}";
    private static final String REQUESTS = ",\"requests\":[";

    /** {@return what ends a stream that went wrong} */
    static HttpStep abort() {
        return of(REQUESTS + CLOSE.substring(1), 1, 0, false, 0);
    }

    /** {@return a request that needs no table} */
    static HttpStep probe() {
        return of(request("SELECT 1", "") + CLOSE, 2, 1, false, 0);
    }

    /** {@return a whole body, but for its end, that executes one statement in a new stream} */
    static String execute(String sql, String arguments) {
        return "{\"baton\":null" + REQUESTS + executeRequest(sql, arguments);
    }

    /** {@return the requests of one operation} */
    static HttpStep[] steps(Workload workload, int client) {
        return switch (workload) {
            case SELECT -> new HttpStep[] {of(request(Statements.select("?"), KEY_ARGUMENT) + CLOSE, 2, 1, true, 0)};
            case SCAN -> new HttpStep[] {of(request(Statements.scan(), "") + CLOSE, 2, Workload.SCAN_ROWS, false, 0)};
            case INSERT -> new HttpStep[] {
                    of(request(Statements.insert("?", "?"), insertArguments(client)) + CLOSE, 2, 0, false, 1)};
            case BATCH -> new HttpStep[] {of(batch(client), 2, 0, false, Workload.BATCH.inserts())};
            case TRANSACTION -> new HttpStep[] {of(request(Dialect.SQLITE.begin(), "") + OPEN, 1, 0, false, 0),
                    of(request(Statements.selectAccount("?"), KEY_ARGUMENT) + OPEN, 1, 1, true, 0),
                    of(request(Statements.updateAccount("?"), KEY_ARGUMENT) + OPEN, 1, 0, false, 1),
                    of(request("COMMIT", "") + CLOSE, 2, 0, false, 0)};
        };
    }

    private static HttpStep of(String body, int results, int rows, boolean keyReturned, int changes) {
        int key = body.indexOf(KEY);
        String before = key < 0 ? body : body.substring(0, key);
        String after = key < 0 ? "" : body.substring(key + KEY.length());
        return new HttpStep(StandardCharsets.UTF_8.encode(before), StandardCharsets.UTF_8.encode(after), results, rows,
                keyReturned, changes);
    }

    private static String request(String sql, String arguments) {
        return REQUESTS + executeRequest(sql, arguments);
    }

    private static String executeRequest(String sql, String arguments) {
        return "{\"type\":\"execute\",\"stmt\":" + statement(sql, arguments) + "}";
    }

    private static String statement(String sql, String arguments) {
        return "{\"sql\":\"" + sql.replace("\\", "\\\\").replace("\"", "\\\"") + "\",\"args\":[" + arguments + "]}";
    }

    private static String insertArguments(int client) {
        return "{\"type\":\"integer\",\"value\":\"" + client + "\"},{\"type\":\"text\",\"value\":\""
                + Statements.PAYLOAD
                + "\"}";
    }

    /** As client libraries send a batch: every step only if the one before it went well. */
    private static String batch(int client) {
        StringBuilder body = new StringBuilder(REQUESTS + "{\"type\":\"batch\",\"batch\":{\"steps\":[{\"stmt\":"
                + statement(Dialect.SQLITE.begin(), "") + "}");
        String insert = statement(Statements.insert("?", "?"), insertArguments(client));
        int step = 0;
        for (; step < Workload.BATCH.inserts(); step++) {
            body.append(",{\"condition\":").append(ok(step)).append(",\"stmt\":").append(insert).append('}');
        }
        body.append(",{\"condition\":")
                .append(ok(step))
                .append(",\"stmt\":")
                .append(statement("COMMIT", ""))
                .append('}');
        body.append(",{\"condition\":{\"type\":\"not\",\"cond\":")
                .append(ok(step + 1))
                .append("},\"stmt\":")
                .append(statement("ROLLBACK", ""))
                .append("}]}}");
        return body + CLOSE;
    }

    private static String ok(int step) {
        return "{\"type\":\"ok\",\"step\":" + step + "}";
    }
}
