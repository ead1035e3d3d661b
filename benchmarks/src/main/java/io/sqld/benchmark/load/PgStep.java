package io.sqld.benchmark.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One round trip.
 *
 * @param request what is sent, with eight bytes for the key
 * @param keyOffset where in {@code request} the key goes as int8, or -1
 * @param rows how many rows must come
 * @param keyReturned whether the first column of the row must be the key
 * @param commands how many CommandComplete must come
 */
record PgStep(ByteBuffer request, int keyOffset, int rows, boolean keyReturned, int commands) {
    private static final String BEGIN = "begin";
    private static final String COMMIT = "commit";
    private static final String WRITE = "write";
    private static final String READ = "read";
    private static final byte[] NO_KEY = PgMessages.int8(0);

    /** {@return what ends a transaction that went wrong} */
    static PgStep rollback() {
        return new PgStep(new PgMessages().query("ROLLBACK").toBuffer(), -1, 0, false, 1);
    }

    /** {@return what prepares the statements that the workload's steps name} */
    static PgMessages prepare(Workload workload, Dialect dialect) {
        PgMessages messages = new PgMessages();
        switch (workload) {
            case SELECT -> messages.parse(READ, Statements.select("$1"), PgMessages.INT8);
            case SCAN -> messages.parse(READ, Statements.scan());
            case INSERT -> parseInsert(messages);
            case BATCH -> parseInsert(messages).parse(BEGIN, dialect.begin()).parse(COMMIT, "COMMIT");
            case TRANSACTION -> messages.parse(BEGIN, dialect.begin())
                    .parse(COMMIT, "COMMIT")
                    .parse(READ, Statements.selectAccount("$1"), PgMessages.INT8)
                    .parse(WRITE, Statements.updateAccount("$1"), PgMessages.INT8);
        }
        return messages.sync();
    }

    /** {@return the round trips of one operation} */
    static PgStep[] steps(Workload workload, int client) {
        return switch (workload) {
            case SELECT -> new PgStep[] {keyed(READ, 1)};
            case SCAN -> new PgStep[] {
                    new PgStep(single(READ), -1, Workload.SCAN_ROWS, false, 1)};
            case INSERT -> new PgStep[] {
                    new PgStep(bindInsert(new PgMessages(), client).sync().toBuffer(), -1, 0, false, 1)};
            case BATCH -> new PgStep[] {batch(client)};
            case TRANSACTION -> new PgStep[] {plain(BEGIN), keyed(READ, 1), keyed(WRITE, 0), plain(COMMIT)};
        };
    }

    private static PgMessages parseInsert(PgMessages messages) {
        return messages.parse(WRITE, Statements.insert("$1", "$2"), PgMessages.INT8, PgMessages.TEXT);
    }

    private static PgMessages bindInsert(PgMessages messages, int client) {
        byte[] payload = Statements.PAYLOAD.getBytes(StandardCharsets.UTF_8);
        return messages.bind(WRITE, PgMessages.int8(client), payload).execute();
    }

    private static PgStep batch(int client) {
        PgMessages messages = new PgMessages().bind(BEGIN).execute();
        for (int i = 0; i < Workload.BATCH.inserts(); i++) {
            bindInsert(messages, client);
        }
        messages.bind(COMMIT).execute().sync();
        return new PgStep(messages.toBuffer(), -1, 0, false, Workload.BATCH.inserts() + 2);
    }

    private static ByteBuffer single(String statement) {
        return new PgMessages().bind(statement).execute().sync().toBuffer();
    }

    private static PgStep plain(String statement) {
        return new PgStep(single(statement), -1, 0, false, 1);
    }

    private static PgStep keyed(String statement, int rows) {
        PgMessages messages = new PgMessages().bind(statement, NO_KEY);
        int keyOffset = messages.size() - Short.BYTES - NO_KEY.length;
        return new PgStep(messages.execute().sync().toBuffer(), keyOffset, rows, rows == 1, 1);
    }
}
