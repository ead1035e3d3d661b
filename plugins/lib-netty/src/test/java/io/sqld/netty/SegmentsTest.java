package io.sqld.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentsTest {
    private static final byte[] TEXT = "0123456789".getBytes(StandardCharsets.US_ASCII);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bytesFromTheHeapAndFromOutsideArriveInBothKindsOfBuffers(boolean direct) {
        ByteBuf buffer = direct ? Unpooled.directBuffer(2) : Unpooled.buffer(2);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment outside = arena.allocateFrom(ValueLayout.JAVA_BYTE, TEXT);
            buffer.writeByte('<');
            Segments.append(buffer, outside, 3, 4);
            Segments.append(buffer, MemorySegment.ofArray(TEXT), 0, 2);
            Segments.append(buffer, outside, 10, 0);
            assertThat(buffer.toString(StandardCharsets.US_ASCII)).isEqualTo("<345601");
        } finally {
            buffer.release();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aViewShowsTheBytesOfTheBuffer(boolean direct) {
        ByteBuf buffer = direct ? Unpooled.directBuffer(16) : Unpooled.buffer(16);
        try {
            buffer.writeBytes(TEXT);
            MemorySegment view = Segments.view(buffer, 2, 3);
            assertThat(view.byteSize()).isEqualTo(3);
            assertThat(view.get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) '2');
        } finally {
            buffer.release();
        }
    }
}
