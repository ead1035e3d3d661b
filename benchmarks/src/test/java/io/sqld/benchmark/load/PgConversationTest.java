package io.sqld.benchmark.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class PgConversationTest {
    private static final int KEY = 12345;

    private final ByteBuffer out = ByteBuffer.allocate(65536);

    @Test
    void theRowAskedForIsTheRightAnswerHoweverItIsSplit() {
        Conversation select = begun(Workload.SELECT);
        ByteBuffer in = ByteBuffer.allocate(256);
        row(in, "12345");
        message(in, 'C', "SELECT 1\0");
        message(in, 'Z', "I");
        int end = in.position();
        in.position(0);
        for (int limit = 1; limit < end; limit++) {
            in.limit(limit);
            assertThat(select.answer(in)).isEqualTo(Answer.INCOMPLETE);
        }
        assertThat(select.answer(in.limit(end))).isEqualTo(Answer.DONE);
    }

    @Test
    void anotherRowIsAFailure() {
        Conversation select = begun(Workload.SELECT);
        ByteBuffer in = ByteBuffer.allocate(256);
        row(in, "12346");
        message(in, 'C', "SELECT 1\0");
        message(in, 'Z', "I");
        assertThat(select.answer(in.flip())).isEqualTo(Answer.FAILED);
        assertThat(select.complaint()).contains("key seen: false");
    }

    @Test
    void aBusyDatabaseIsToldFromOtherErrorsAndAnOpenTransactionIsRolledBack() {
        Conversation transaction = begun(Workload.TRANSACTION);
        ByteBuffer in = ByteBuffer.allocate(256);
        message(in, 'E', "SERROR\0C55P03\0Mdatabase is locked\0\0");
        message(in, 'Z', "E");
        assertThat(transaction.answer(in.flip())).isEqualTo(Answer.CONTINUE);
        transaction.request(out.clear());
        assertThat(StandardCharsets.UTF_8.decode(out.flip()).toString()).contains("ROLLBACK");
        in.clear();
        message(in, 'C', "ROLLBACK\0");
        message(in, 'Z', "I");
        assertThat(transaction.answer(in.flip())).isEqualTo(Answer.BUSY);
        assertThat(transaction.complaint()).contains("database is locked");
    }

    @Test
    void theKeyIsPatchedIntoTheRequest() {
        begun(Workload.SELECT);
        int keyOffset = PgStep.steps(Workload.SELECT, 0)[0].keyOffset();
        assertThat(out.getInt(keyOffset - 4)).isEqualTo(8);
        assertThat(out.getLong(keyOffset)).isEqualTo(KEY);
    }

    private Conversation begun(Workload workload) {
        Conversation conversation = new PgConversation(PgStep.steps(workload, 0));
        conversation.begin(KEY);
        conversation.request(out.clear());
        return conversation;
    }

    private static void row(ByteBuffer in, String value) {
        in.put((byte) 'D')
                .putInt(4 + 2 + 4 + value.length())
                .putShort((short) 1)
                .putInt(value.length())
                .put(value.getBytes(StandardCharsets.UTF_8));
    }

    private static void message(ByteBuffer in, char type, String body) {
        in.put((byte) type).putInt(4 + body.length()).put(body.getBytes(StandardCharsets.UTF_8));
    }
}
