package io.sqld.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.sqld.testkit.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OutboxTest {
    private static final long NEVER_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final int HIGH_WATER_BYTES = 64 * 1024;

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aLargeResultReachesASlowReaderWholeWithLittleInFlight(Transport transport) throws Exception {
        int numbers = 4_000_000;
        try (var listener = new Loopback(transport, 2); Socket client = listener.connect()) {
            Outbox outbox = outbox(listener, NEVER_NANOS, () -> {});
            var mostWaiting = new AtomicLong();
            var writer = new Thread(() -> writeNumbers(listener.accepted().getFirst(), outbox, numbers, mostWaiting));
            writer.start();
            InputStream in = client.getInputStream();
            var piece = new byte[8 * 1024];
            for (int i = 0; i < numbers * 4 / piece.length; i++) {
                assertThat(in.readNBytes(piece, 0, piece.length)).isEqualTo(piece.length);
                assertThat(numberAt(piece, 0)).isEqualTo(i * piece.length / 4);
            }
            writer.join();
            assertThat(mostWaiting.get()).isBetween(1L, HIGH_WATER_BYTES + 2L * Outbox.CHUNK_BYTES);
        }
    }

    /** As a session's task does: encode, hand over when full, park when the client is slow. */
    private static void writeNumbers(Channel channel, Outbox outbox, int count, AtomicLong mostWaiting) {
        for (int i = 0; i < count; i++) {
            outbox.buffer().writeInt(i);
            if (outbox.full()) {
                outbox.handOver();
                if (!outbox.writable()) {
                    mostWaiting.accumulateAndGet(waitingBytes(channel), Math::max);
                    var resumed = new CountDownLatch(1);
                    outbox.park(resumed::countDown);
                    await(resumed);
                }
            }
        }
        outbox.handOver();
    }

    private static long waitingBytes(Channel channel) {
        return channel.bytesBeforeWritable() + HIGH_WATER_BYTES / 4;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).as("a wake-up was lost").isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static int numberAt(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 24 | (bytes[at + 1] & 0xff) << 16 | (bytes[at + 2] & 0xff) << 8
                | (bytes[at + 3] & 0xff);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aClientThatReadsNothingIsCutAndItsTaskWoken(Transport transport) throws IOException {
        try (var listener = new Loopback(transport, 2); Socket client = listener.connect()) {
            var stalls = new AtomicInteger();
            Outbox outbox = outbox(listener, TimeUnit.MILLISECONDS.toNanos(200), stalls::incrementAndGet);
            Channel channel = listener.accepted().getFirst();
            while (outbox.open()) {
                outbox.buffer().writeZero(Outbox.CHUNK_BYTES);
                outbox.handOver();
                var resumed = new CountDownLatch(1);
                outbox.park(resumed::countDown);
                await(resumed);
            }
            Eventually.await("it is cut", () -> !channel.isOpen());
            assertThat(stalls).hasValue(1);
            assertThat(outbox.open()).isFalse();
            assertThat(outbox.writable()).as("nothing is worth a wait").isTrue();
            assertThat(client.isConnected()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aTaskThatParksWhenThereIsRoomGoesOnAtOnce(Transport transport) throws IOException {
        try (var listener = new Loopback(transport, 2); Socket client = listener.connect()) {
            Outbox outbox = outbox(listener, NEVER_NANOS, () -> {});
            var resumed = new AtomicInteger();
            outbox.park(resumed::incrementAndGet);
            assertThat(resumed).hasValue(1);
            assertThat(client.isConnected()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void whatWasHandedOverIsSentBeforeTheConnectionEnds(Transport transport) throws IOException {
        try (var listener = new Loopback(transport, 2); Socket client = listener.connect()) {
            Outbox outbox = outbox(listener, NEVER_NANOS, () -> {});
            outbox.buffer().writeZero(40_000);
            outbox.handOver();
            outbox.hangUp();
            assertThat(client.getInputStream().readAllBytes()).hasSize(40_000);
        }
    }

    private static Outbox outbox(Loopback listener, long stallTimeoutNanos, Runnable onStall) {
        Eventually.await("the client is served", () -> listener.accepted().size() == 1);
        Channel channel = listener.accepted().getFirst();
        var outbox = new Outbox(channel, stallTimeoutNanos, onStall);
        channel.pipeline().addLast(outbox);
        return outbox;
    }
}
