package io.sqld.frontend.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sqld.api.sql.Description;
import io.sqld.api.sql.StatementKind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForecastTest {
    private final Statements statements = new Statements(10, 10_000);
    private final ByteBuf messages = Unpooled.buffer();

    @Test
    void aSimpleQueryIsItsText() {
        message('Q', "SELECT 1\0");
        assertThat(forecast()).isEqualTo("SELECT 1");
    }

    @Test
    void executingAPreparedStatementIsItsText() {
        statements.put("s", sql("SELECT 2"));
        bindExecuteSync("s");
        assertThat(forecast()).isEqualTo("SELECT 2");
    }

    @Test
    void theUnnamedStatementIsTheOneParsedInTheSameBatch() {
        statements.put("", sql("SELECT 3"));
        message('P', "\0SELECT 4\0\0\0");
        bindExecuteSync("");
        assertThat(forecast()).isEqualTo("SELECT 4");
    }

    @Test
    void nothingIsForetoldOfSeveralStatementsOrNoneOrAnUnknownOne() {
        statements.put("s", sql("SELECT 5"));
        message('P', "t\0SELECT 6\0\0\0");
        message('S', "");
        assertThat(forecast()).isEmpty();
        bindExecuteSync("unknown");
        assertThat(forecast()).isEmpty();
        messages.clear();
        bindExecuteSync("s");
        bindExecuteSync("s");
        assertThat(forecast()).isEmpty();
    }

    @Test
    void rubbishIsNoReasonToFail() {
        message('B', "no end");
        message('E', "");
        assertThat(forecast()).isEmpty();
        messages.clear();
        message('P', "no end");
        bindExecuteSync("");
        assertThat(forecast()).isEmpty();
    }

    private String forecast() {
        return Forecast.statement(messages, statements);
    }

    private void bindExecuteSync(String statement) {
        message('B', "\0" + statement + "\0\0\0\0\0\0\0");
        message('E', "\0\0\0\0\0");
        message('S', "");
    }

    private void message(char type, String body) {
        messages.writeByte(type).writeInt(4 + body.length());
        messages.writeCharSequence(body, StandardCharsets.UTF_8);
    }

    private static Statement sql(String text) {
        return new Statement.Sql(SqlText.plain(text, 0, text.length()),
                new Description(StatementKind.SELECT, List.of(), List.of(), true, text.length()),
                List.of(), ParameterTypes.NONE, text.length());
    }
}
