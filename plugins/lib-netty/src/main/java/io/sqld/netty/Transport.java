package io.sqld.netty;

import io.netty.channel.epoll.Epoll;

/** The kernel interface that event loops wait on. */
public enum Transport {
    /** {@link #EPOLL} where it works, {@link #NIO} elsewhere. */
    AUTO,
    /** Netty's native epoll, on Linux. */
    EPOLL,
    /** The JDK's selectors. */
    NIO;

    /** {@return the one that will be used: never {@code AUTO}} */
    Transport resolve() {
        return switch (this) {
            case AUTO -> Epoll.isAvailable() ? EPOLL : NIO;
            case EPOLL, NIO -> this;
        };
    }
}
