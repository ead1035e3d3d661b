package io.sqld.frontend.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.sqld.frontend.pgwire.WireClient.Body;
import io.sqld.testkit.Seed;
import io.sqld.testkit.Seeded;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

class FrameDecoderTest {
    private static final int MESSAGE_BYTES_MAX = 20_000;
    private static final int ROUNDS = 40;

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);

    @AfterEach
    void noBufferIsLeaked() {
        assertThat(allocator.metric().usedDirectMemory()).isZero();
        assertThat(allocator.metric().usedHeapMemory()).isZero();
    }

    @Test
    void messagesThatCameTogetherTravelTogether() {
        byte[] two = concatenated(List.of(new Body().message('S'), new Body().string("select 1").message('Q')));
        assertThat(decode(List.of(two))).containsExactly("messages " + HexFormat.of().formatHex(two));
    }

    @Test
    void anUnknownTypeEndsTheStreamAfterWhatCameBefore() {
        byte[] sync = new Body().message('S');
        assertThat(decode(List.of(sync, new Body().message('!'), sync)))
                .containsExactly("messages 5300000004", "violation invalid frontend message type 33");
    }

    @Test
    void aLengthThatCannotBeEndsTheStream() {
        for (byte[] header : List.of(header('Q', 3), header('Q', -1), header('S', 10_001), header('p', 10_001))) {
            assertThat(decode(List.of(header))).hasSize(1).first().asString().startsWith("violation invalid message");
        }
    }

    @Test
    void aLargeMessageIsThrownAwayAsItComesAndTheNextIsRead() {
        var pieces = new ArrayList<byte[]>();
        pieces.add(header('B', 100_000_000));
        for (int i = 0; i < 100; i++) {
            pieces.add(new byte[1_000_000]);
        }
        pieces.set(100, new byte[1_000_000 - 4]);
        pieces.add(new Body().message('S'));
        assertThat(decode(pieces)).containsExactly("oversized B 100000000", "messages 5300000004");
    }

    @Test
    @ExtendWith(Seeded.class)
    void itDoesNotMatterWhereTheStreamIsCut(Seed seed) {
        SplittableRandom random = seed.random();
        for (int round = 0; round < ROUNDS; round++) {
            byte[] stream = messages(random);
            String whole = String.join("", decode(List.of(stream))).replace("messages ", "");
            String pieces = String.join("", decode(cut(stream, random))).replace("messages ", "");
            assertThat(pieces).isEqualTo(whole);
        }
    }

    @Test
    @ExtendWith(Seeded.class)
    void noStreamOfBytesDoesHarm(Seed seed) {
        SplittableRandom random = seed.random();
        for (int round = 0; round < ROUNDS; round++) {
            byte[] stream = messages(random);
            for (int i = random.nextInt(4); i > 0 && stream.length > 0; i--) {
                stream[random.nextInt(stream.length)] = (byte) random.nextInt();
            }
            List<String> found = decode(cut(stream, random));
            long violations = found.stream().filter(f -> f.startsWith("violation")).count();
            assertThat(violations).isLessThanOrEqualTo(1);
            if (violations == 1) {
                assertThat(found.getLast()).startsWith("violation");
            }
        }
    }

    private static byte[] messages(SplittableRandom random) {
        var stream = new ArrayList<byte[]>();
        for (int i = random.nextInt(1, 20); i > 0; i--) {
            int bytes = random.nextInt(10) == 0 ? random.nextInt(MESSAGE_BYTES_MAX + 5_000) : random.nextInt(50);
            char type = bytes > 5_000 ? "QPBFd".charAt(random.nextInt(5)) : "QPBFdSHEDCXcfp".charAt(random.nextInt(14));
            var body = new byte[bytes];
            random.nextBytes(body);
            stream.add(new Body().raw(body).message(type));
        }
        return concatenated(stream);
    }

    private static List<byte[]> cut(byte[] stream, SplittableRandom random) {
        var pieces = new ArrayList<byte[]>();
        for (int at = 0; at < stream.length;) {
            int bytes = Math.min(stream.length - at, random.nextInt(1, random.nextInt(4) == 0 ? 4 : 4_000));
            pieces.add(Arrays.copyOfRange(stream, at, at + bytes));
            at += bytes;
        }
        return pieces;
    }

    private List<String> decode(List<byte[]> pieces) {
        var channel = new EmbeddedChannel(new FrameDecoder(MESSAGE_BYTES_MAX));
        channel.config().setAllocator(allocator);
        var found = new ArrayList<String>();
        for (byte[] piece : pieces) {
            channel.writeInbound(allocator.directBuffer(piece.length).writeBytes(piece));
            assertThat(allocator.metric().usedDirectMemory()).isLessThan(4L * MESSAGE_BYTES_MAX + 2L * piece.length);
            for (Inbound next = channel.readInbound(); next != null; next = channel.readInbound()) {
                found.add(text(next));
            }
        }
        channel.finishAndReleaseAll();
        return found;
    }

    private static String text(Inbound inbound) {
        return switch (inbound) {
            case Inbound.Messages(ByteBuf bytes) -> {
                String hex = ByteBufUtil.hexDump(bytes);
                bytes.release();
                yield "messages " + hex;
            }
            case Inbound.Oversized(char type, long bytes) -> "oversized " + type + " " + bytes;
            case Inbound.Violation(PgError fatal) -> "violation " + fatal.message();
            case Inbound.Drain() -> "drain";
            case Inbound.Wake() -> "wake";
            case Inbound.Idle() -> "idle";
        };
    }

    private static byte[] header(char type, int length) {
        return new byte[] {(byte) type, (byte) (length >> 24), (byte) (length >> 16), (byte) (length >> 8),
                (byte) length};
    }

    private static byte[] concatenated(List<byte[]> messages) {
        var stream = new ByteArrayOutputStream();
        messages.forEach(stream::writeBytes);
        return stream.toByteArray();
    }
}
