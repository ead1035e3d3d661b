package io.sqld.benchmark.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A workload over HTTP/1.1 keep-alive. Each operation is a stream of its own, closed by its last request. */
final class HttpConversation implements Conversation {
    private static final byte[] HEAD = ascii(
            "POST /v2/pipeline HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: ");
    private static final byte[] HEAD_END = ascii("\r\n\r\n");
    private static final byte[] BATON = ascii("{\"baton\":");
    private static final byte[] NO_BATON = ascii("null");
    private static final byte[] OK = ascii("\"type\":\"ok\"");
    private static final byte[] ONE_CHANGE = ascii("\"affected_row_count\":1,");
    private static final byte[] BATON_VALUE = ascii("\"baton\":\"");
    /** A result has an array of columns and one of rows, and the body one of results. */
    private static final int OTHER_ARRAYS = 3;

    private final HttpStep[] steps;
    private final HttpStep abort = HttpStep.abort();
    private final HttpResponse response = new HttpResponse();
    private byte[] baton = NO_BATON;
    private byte[] key = {};
    private byte[] keyValue = {};
    private int step;
    private boolean aborting;
    private Answer outcome = Answer.DONE;
    private String complaint = "";

    HttpConversation(HttpStep[] steps) {
        this.steps = steps;
    }

    @Override
    public void begin(int row) {
        step = 0;
        key = ascii(Integer.toString(row));
        keyValue = ascii("\"value\":\"" + row + "\"");
        baton = NO_BATON;
        aborting = false;
        outcome = Answer.DONE;
    }

    @Override
    public void request(ByteBuffer out) {
        HttpStep next = aborting ? abort : steps[step];
        boolean keyed = next.afterKey().hasRemaining();
        int length = BATON.length + baton.length + next.beforeKey().remaining()
                + (keyed ? key.length + next.afterKey().remaining() : 0);
        out.put(HEAD).put(ascii(Integer.toString(length))).put(HEAD_END);
        out.put(BATON).put(baton).put(next.beforeKey().duplicate());
        if (keyed) {
            out.put(key).put(next.afterKey().duplicate());
        }
        response.reset();
    }

    @Override
    public Answer answer(ByteBuffer in) {
        if (!response.feed(in)) {
            return Answer.INCOMPLETE;
        }
        if (aborting) {
            return outcome;
        }
        HttpStep expected = steps[step];
        if (!right(expected)) {
            return wrong();
        }
        step++;
        if (step == steps.length) {
            return Answer.DONE;
        }
        baton = batonOfAnswer();
        return Answer.CONTINUE;
    }

    @Override
    public String complaint() {
        return complaint;
    }

    private boolean right(HttpStep expected) {
        if (response.status() != 200) {
            return false;
        }
        if (expected.rows() > 1) {
            return response.count((byte) '[') == expected.rows() + OTHER_ARRAYS;
        }
        return response.count(OK) == expected.results() && response.count(ONE_CHANGE) >= expected.changes()
                && (!expected.keyReturned() || response.indexOf(keyValue) >= 0);
    }

    private Answer wrong() {
        complaint = response.status() + " " + response.excerpt();
        outcome = complaint.contains("SQLITE_BUSY") ? Answer.BUSY : Answer.FAILED;
        baton = batonOfAnswer();
        aborting = response.indexOf(BATON_VALUE) >= 0;
        return aborting ? Answer.CONTINUE : outcome;
    }

    /** With its quotes, as it goes into the next request. */
    private byte[] batonOfAnswer() {
        int start = response.indexOf(BATON_VALUE);
        if (start < 0) {
            return NO_BATON;
        }
        int open = start + BATON_VALUE.length - 1;
        return response.quoted(open);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
