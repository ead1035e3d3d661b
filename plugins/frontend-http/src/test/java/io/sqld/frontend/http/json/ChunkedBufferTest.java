package io.sqld.frontend.http.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.sqld.testkit.Seed;
import io.sqld.testkit.Seeded;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

class ChunkedBufferTest {
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
    private final MemoryBudget budget = new MemoryBudget(10L * ChunkedBuffer.CHUNK_BYTES);
    private final ChunkedBuffer buffer = new ChunkedBuffer(allocator, budget);

    @AfterEach
    void nothingIsLeft() {
        buffer.discard();
        assertThat(allocator.metric().usedDirectMemory()).isZero();
        assertThat(budget.used()).isZero();
    }

    @Test
    @ExtendWith(Seeded.class)
    void whatIsTakenIsWhatWasPutLessWhatWasWithdrawn(Seed seed) {
        SplittableRandom random = seed.random();
        var expected = new ByteArrayOutputStream();
        var taken = new ByteArrayOutputStream();
        for (int i = 0; i < 500; i++) {
            byte[] committed = bytes(random);
            put(committed);
            expected.writeBytes(committed);
            long mark = buffer.position();
            if (random.nextInt(3) == 0) {
                put(bytes(random));
                buffer.withdraw(mark);
            }
            assertThat(buffer.pending()).isEqualTo(expected.size() - taken.size());
            if (random.nextInt(3) == 0 || buffer.pending() > 5 * ChunkedBuffer.CHUNK_BYTES) {
                drainTo(taken);
            }
        }
        drainTo(taken);
        assertThat(taken.toByteArray()).isEqualTo(expected.toByteArray());
    }

    @Test
    void nothingPassesTheLimit() {
        buffer.put('x');
        buffer.limit(1 + 100_000);
        put(new byte[100_000]);
        buffer.checkLimit();
        buffer.put('x');
        assertThatExceptionOfType(BufferLimitException.class).isThrownBy(buffer::checkLimit)
                .returns(false, BufferLimitException::shared);
        assertThatExceptionOfType(BufferLimitException.class)
                .isThrownBy(() -> put(new byte[ChunkedBuffer.CHUNK_BYTES]))
                .returns(false, BufferLimitException::shared);
        buffer.withdraw(1);
        buffer.checkLimit();
    }

    @Test
    void nothingPassesTheSharedBudget() {
        assertThatExceptionOfType(BufferLimitException.class)
                .isThrownBy(() -> put(new byte[11 * ChunkedBuffer.CHUNK_BYTES]))
                .returns(true, BufferLimitException::shared);
        buffer.withdraw(0);
        put(new byte[9 * ChunkedBuffer.CHUNK_BYTES]);
        assertThat(buffer.pending()).isEqualTo(9L * ChunkedBuffer.CHUNK_BYTES);
    }

    private void put(byte[] bytes) {
        buffer.put(MemorySegment.ofArray(bytes), 0, bytes.length);
    }

    private void drainTo(ByteArrayOutputStream taken) {
        for (ByteBuf chunk = buffer.take(); chunk != null; chunk = buffer.take()) {
            byte[] bytes = new byte[chunk.readableBytes()];
            chunk.readBytes(bytes);
            taken.writeBytes(bytes);
            budget.release(ChunkedBuffer.costOf(chunk));
            chunk.release();
        }
    }

    private static byte[] bytes(SplittableRandom random) {
        byte[] bytes = new byte[random.nextInt(4) == 0 ? random.nextInt(100_000) : random.nextInt(50)];
        Arrays.fill(bytes, (byte) random.nextInt());
        return bytes;
    }
}
