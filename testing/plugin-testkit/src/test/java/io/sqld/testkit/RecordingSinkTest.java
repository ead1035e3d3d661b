package io.sqld.testkit;

import static io.sqld.testkit.Row.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sqld.api.sql.Column;
import io.sqld.api.sql.StatementKind;
import io.sqld.api.sql.StepStats;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordingSinkTest {
    private static final List<Column> ONE = List.of(new Column("a", Optional.empty(), Optional.empty()));
    private static final StepStats STATS = new StepStats(StatementKind.SELECT, 0, 0, 0, 0, 0);

    @Test
    void rowsAreRemembered() {
        var sink = new RecordingSink();
        sink.beginStep(0, ONE);
        sink.beginRow();
        sink.text("it's");
        assertThat(sink.endRow()).isTrue();
        sink.endStep(0, STATS);
        assertThat(sink.steps().getFirst().rows()).containsExactly(row("it's")).hasToString("[('it''s')]");
    }

    @Test
    void aRowOfTheWrongWidthBreaksTheContract() {
        var sink = new RecordingSink();
        sink.beginStep(0, ONE);
        sink.beginRow();
        assertThatExceptionOfType(AssertionError.class).isThrownBy(sink::endRow);
        sink.integer(1);
        assertThatExceptionOfType(AssertionError.class).isThrownBy(sink::nullValue);
    }

    @Test
    void aRowForAFullSinkBreaksTheContract() {
        var sink = new RecordingSink(1);
        sink.beginStep(0, ONE);
        sink.beginRow();
        sink.integer(1);
        assertThat(sink.endRow()).isFalse();
        assertThatExceptionOfType(AssertionError.class).isThrownBy(sink::beginRow);
    }

    @Test
    void stepsOutOfOrderBreakTheContract() {
        var sink = new RecordingSink();
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> sink.beginStep(1, ONE));
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> sink.endStep(0, STATS));
        assertThatExceptionOfType(AssertionError.class).isThrownBy(sink::beginRow);
        sink.stepSkipped(0);
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> sink.stepSkipped(0));
        sink.beginStep(1, ONE);
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> sink.beginStep(2, ONE));
    }

    @Test
    void bytesThatAreNotUtf8AreNotMistakenForText() {
        assertThat(Value.text(new byte[] {(byte) 0xC3})).isEqualTo(new Value.MalformedText("C3"));
        assertThat(Value.of(new byte[] {1, (byte) 0xAB})).isEqualTo(Value.blob("01ab")).hasToString("X'01AB'");
        assertThat(Value.of(-0.0)).isNotEqualTo(Value.of(0.0));
    }
}
