package io.sqld.netty;

import org.jspecify.annotations.Nullable;

/** The files of a {@link TlsSettings} cannot be used; the message says which and what to do. */
final class TlsException extends Exception {
    private static final long serialVersionUID = 1L;

    TlsException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
