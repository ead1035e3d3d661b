package io.sqld.storage.libsql;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FrameChainTest {
    private static final MemorySegment DIGITS = MemorySegment.ofArray(
            "123456789".getBytes(StandardCharsets.US_ASCII));

    @Test
    void checksumsAreThoseOfLibsql() {
        assertThat(FrameChain.next(0, DIGITS)).isEqualTo(0xb95a56c775a41001L);
        assertThat(FrameChain.next(-1, DIGITS)).isEqualTo(0xb90956c775a41001L);
    }

    @Test
    void aChecksumContinuesTheOneBefore() {
        var ones = new byte[4096];
        Arrays.fill(ones, (byte) 0xff);
        long zeros = FrameChain.next(0, MemorySegment.ofArray(new byte[4096]));
        assertThat(zeros).isEqualTo(-1L);
        assertThat(FrameChain.next(zeros, MemorySegment.ofArray(ones))).isEqualTo(0xacff906f00ffff00L);
    }
}
