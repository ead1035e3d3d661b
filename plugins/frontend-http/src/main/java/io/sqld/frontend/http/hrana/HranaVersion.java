package io.sqld.frontend.http.hrana;

import java.util.Locale;

/** A version of the protocol; each knows all that the one before it knew. */
public enum HranaVersion {
    /** Stateless: one statement or batch. */
    HRANA1,
    /** Streams, stored SQL, describe, sequence. */
    HRANA2,
    /** {@code get_autocommit}, {@code is_autocommit}, cursors. */
    HRANA3;

    /** {@return the exception for something that only {@code needed} and later versions know} */
    public static ProtocolException requires(String what, HranaVersion needed) {
        String version = needed.name().toLowerCase(Locale.ROOT);
        return new ProtocolException(what + " is only supported in protocol version " + version + " and higher");
    }
}
