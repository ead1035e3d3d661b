package io.sqld.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.service.Deadline;
import io.sqld.api.service.DrainResult;
import io.sqld.api.service.HostPort;
import io.sqld.testkit.Eventually;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AcceptorTest {
    @ParameterizedTest
    @EnumSource(Transport.class)
    void aTakenAddressIsNamedWithTheSettingThatChangesIt(Transport transport) {
        try (var taken = new Loopback(transport, 10)) {
            int port = taken.acceptor().address().getPort();
            assertRefused(taken.loops(), new HostPort("127.0.0.1", port),
                    "address 127.0.0.1:" + port + " is already in use; set test.listen");
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void anAddressOfAnotherMachineIsNamed(Transport transport) {
        try (var other = new Loopback(transport, 10)) {
            assertRefused(other.loops(), new HostPort("192.0.2.1", 0),
                    "address 192.0.2.1:0 does not belong to this machine; set test.listen");
        }
    }

    @Test
    void aHostThatDoesNotExistIsNamed() {
        try (var other = new Loopback(Transport.AUTO, 10)) {
            assertRefused(other.loops(), new HostPort("no-such-host.invalid", 0),
                    "no host is called no-such-host.invalid; set test.listen");
        }
    }

    private static void assertRefused(EventLoops loops, HostPort address, String message) {
        assertThatExceptionOfType(SqldException.class)
                .isThrownBy(() -> Acceptor.bind(loops, Loopback.options(address, 1), new NoConnections()).close())
                .withMessage(message)
                .returns(ErrorCode.START_FAILED, SqldException::code);
    }

    @Test
    void connectionsOverTheLimitAreRefusedUntilOneCloses() throws IOException {
        try (var listener = new Loopback(Transport.AUTO, 2); Socket first = listener.connect()) {
            Socket second = listener.connect();
            Eventually.await("two are served", () -> listener.accepted().size() == 2);
            try (Socket third = listener.connect()) {
                assertThat(third.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(listener.refused()).hasSize(1);
            assertThat(listener.acceptor().connections()).isEqualTo(2);
            second.close();
            listener.accepted().get(1).close().awaitUninterruptibly();
            Eventually.await("one has gone", () -> listener.acceptor().connections() == 1);
            try (Socket fourth = listener.connect()) {
                Eventually.await("the fourth is served", () -> listener.accepted().size() == 3);
                assertThat(fourth.isConnected()).isTrue();
            }
            assertThat(first.isConnected()).isTrue();
        }
    }

    @Test
    void acceptedConnectionsSendSmallAnswersAtOnce() throws IOException {
        try (var listener = new Loopback(Transport.AUTO, 2); Socket client = listener.connect()) {
            Eventually.await("it is served", () -> listener.accepted().size() == 1);
            Channel channel = listener.accepted().getFirst();
            assertThat(channel.config().getOption(ChannelOption.TCP_NODELAY)).isTrue();
            assertThat(client.isConnected()).isTrue();
        }
    }

    @Test
    void drainingTellsEveryConnectionAndWaitsForThem() throws Exception {
        try (var listener = new Loopback(Transport.AUTO, 2); Socket client = listener.connect()) {
            Eventually.await("it is served", () -> listener.accepted().size() == 1);
            var closer = new Thread(() -> {
                Eventually.await("it is told", () -> listener.drained().size() == 1);
                listener.drained().getFirst().close().awaitUninterruptibly();
            });
            closer.start();
            assertThat(listener.acceptor().drain(Deadline.after(Duration.ofSeconds(20))))
                    .isEqualTo(DrainResult.DRAINED);
            closer.join();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            assertThatExceptionOfType(IOException.class).isThrownBy(listener::connect);
        }
    }

    @Test
    void drainingEndsAtTheDeadlineAndClosingCuts() throws IOException {
        var listener = new Loopback(Transport.AUTO, 2);
        try (Socket client = listener.connect()) {
            Eventually.await("it is served", () -> listener.accepted().size() == 1);
            assertThat(listener.acceptor().drain(Deadline.after(Duration.ofMillis(50))))
                    .isEqualTo(DrainResult.DEADLINE);
            listener.close();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    /** Nobody ever connects. */
    private static final class NoConnections implements ConnectionHandler {
        @Override
        public void accept(Channel channel) {
            throw new AssertionError();
        }

        @Override
        public void refuse(Channel channel) {
            throw new AssertionError();
        }

        @Override
        public void drain(Channel channel) {
            throw new AssertionError();
        }
    }
}
