package io.sqld.benchmark.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A workload over the PostgreSQL protocol, with statements that {@link PgStep#prepare} has prepared. */
final class PgConversation implements Conversation {
    private static final int HEADER_BYTES = 5;
    private static final byte IDLE = 'I';

    private final PgStep[] steps;
    private final PgStep rollback = PgStep.rollback();
    private int step;
    private int key;
    private int rows;
    private int commands;
    private boolean keySeen;
    private boolean rollingBack;
    private Answer outcome = Answer.DONE;
    private String complaint = "";

    PgConversation(PgStep[] steps) {
        this.steps = steps;
    }

    @Override
    public void begin(int row) {
        step = 0;
        key = row;
        rollingBack = false;
        outcome = Answer.DONE;
    }

    @Override
    public void request(ByteBuffer out) {
        PgStep next = rollingBack ? rollback : steps[step];
        rows = 0;
        commands = 0;
        keySeen = false;
        out.put(next.request().duplicate());
        if (next.keyOffset() >= 0) {
            out.putLong(next.keyOffset(), key);
        }
    }

    @Override
    public Answer answer(ByteBuffer in) {
        while (in.remaining() >= HEADER_BYTES) {
            int start = in.position();
            int end = start + 1 + in.getInt(start + 1);
            if (end > in.limit()) {
                break;
            }
            byte type = in.get(start);
            in.position(end);
            switch (type) {
                case 'D' -> row(in, start + HEADER_BYTES);
                case 'C' -> commands++;
                case 'E' -> error(in, start + HEADER_BYTES, end);
                case 'Z' -> {
                    return ready(in.get(start + HEADER_BYTES));
                }
                default -> {
                    // ParseComplete, BindComplete, NoticeResponse and the like.
                }
            }
        }
        return Answer.INCOMPLETE;
    }

    @Override
    public String complaint() {
        return complaint;
    }

    /** A column count, then the length and text of each column. */
    private void row(ByteBuffer in, int offset) {
        rows++;
        if (steps[step].keyReturned()) {
            int length = in.getInt(offset + Short.BYTES);
            int value = 0;
            for (int i = 0; i < length; i++) {
                value = value * 10 + in.get(offset + Short.BYTES + Integer.BYTES + i) - '0';
            }
            keySeen = value == key;
        }
    }

    private void error(ByteBuffer in, int from, int to) {
        byte[] body = new byte[to - from];
        in.get(from, body);
        String text = new String(body, StandardCharsets.UTF_8);
        boolean busy = text.contains("C55P03\0") || text.contains("C40001\0");
        fail(busy ? Answer.BUSY : Answer.FAILED, text.replace('\0', ' '));
    }

    private void fail(Answer answer, String text) {
        if (outcome == Answer.DONE) {
            outcome = answer;
            complaint = text;
        }
    }

    /** A failed operation must not leave its transaction open: others would wait for it. */
    private Answer ready(byte transactionStatus) {
        if (outcome == Answer.DONE) {
            check(steps[step]);
        }
        if (outcome != Answer.DONE) {
            boolean rollbackNeeded = transactionStatus != IDLE && !rollingBack;
            rollingBack = true;
            return rollbackNeeded ? Answer.CONTINUE : outcome;
        }
        step++;
        return step < steps.length ? Answer.CONTINUE : Answer.DONE;
    }

    private void check(PgStep expected) {
        if (rows != expected.rows() || commands != expected.commands() || keySeen != expected.keyReturned()) {
            fail(Answer.FAILED, "step " + step + ": " + rows + " rows, " + commands + " commands, key seen: " + keySeen
                    + "; expected " + expected.rows() + ", " + expected.commands() + ", " + expected.keyReturned());
        }
    }
}
