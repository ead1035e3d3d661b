package io.sqld.example.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineEncoderTest {
    @Test
    void itIsFullAfterTheRowThatReachesItsCapacity() {
        var encoder = new LineEncoder(10);
        assertThat(row(encoder, "12")).isTrue();
        assertThat(row(encoder, "1")).isFalse();
        assertThat(text(encoder)).isEqualTo("row\t12\nrow\t1\n");
        assertThat(encoder.full()).isFalse();
        assertThat(text(encoder)).isEmpty();
    }

    @Test
    void aRowThatBreaksOffIsTakenBack() {
        var encoder = new LineEncoder(1_000);
        row(encoder, "whole");
        encoder.beginRow();
        encoder.text("half");
        encoder.abandon(new SqldException(ErrorCode.IO_ERROR, "disk\tgone"));
        assertThat(text(encoder)).isEqualTo("row\twhole\nerror\tIO_ERROR\tdisk\\tgone\n");
    }

    @Test
    void whatHasNotBeenSentCanBeWithdrawn() {
        var encoder = new LineEncoder(1_000);
        row(encoder, "first");
        assertThat(encoder.withdrawStep()).isTrue();
        row(encoder, "again");
        assertThat(text(encoder)).isEqualTo("row\tagain\n");
        assertThat(encoder.withdrawStep()).isFalse();
    }

    @Test
    void itGrowsWithALongRow() {
        var encoder = new LineEncoder(10);
        row(encoder, "\\".repeat(100_000));
        assertThat(text(encoder)).hasSize("row\t\n".length() + 200_000);
    }

    private static boolean row(LineEncoder encoder, String value) {
        encoder.beginStep(0, List.of());
        encoder.beginRow();
        encoder.text(value);
        return encoder.endRow();
    }

    private static String text(LineEncoder encoder) {
        return StandardCharsets.UTF_8.decode(encoder.take()).toString();
    }
}
