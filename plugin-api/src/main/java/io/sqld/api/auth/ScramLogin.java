package io.sqld.api.auth;

import io.sqld.api.sql.NamespaceName;

/**
 * One login by SCRAM-SHA-256 (<a href="https://www.rfc-editor.org/rfc/rfc5802#section-3">RFC 5802, section 3</a>, and
 * RFC 7677), without its messages, which the protocol makes. Used once, by one thread at a time.
 */
public interface ScramLogin {
    /** {@return what the password is mixed with; a copy} */
    byte[] salt();

    /** {@return how often it is hashed} */
    int iterations();

    /**
     * Checks the client's proof, in constant time.
     *
     * @param authMessage the {@code AuthMessage} of the exchange
     * @param proof the {@code ClientProof}
     * @return the {@code ServerSignature}, by which the client knows the server, and who the client is
     * @throws io.sqld.api.error.SqldException as {@link Authenticator#authenticate}
     */
    Accepted finish(String authMessage, byte[] proof, NamespaceName namespace);

    /** A login that has succeeded. */
    interface Accepted {
        /** {@return who it is, with its rights on the namespace} */
        Identity identity();

        /** {@return the {@code ServerSignature}; a copy} */
        byte[] serverSignature();
    }
}
