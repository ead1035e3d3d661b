package io.sqld.frontend.pgwire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;

/**
 * The messages of one SCRAM exchange, as the server reads and writes them
 * (<a href="https://www.rfc-editor.org/rfc/rfc5802#section-7">RFC 5802, section 7</a>). What does not follow the
 * grammar, or does not fit what was said before, ends it. Used once.
 */
final class ScramExchange {
    private static final String BINDING_TYPE = "tls-server-end-point";

    private final String gs2Header;
    private final byte[] binding;
    private final String clientFirstBare;
    private final String clientNonce;
    private String serverFirst = "";
    private String nonce = "";

    /** What the client says last. */
    static final class ClientFinal {
        private final String authMessage;
        private final byte[] proof;

        private ClientFinal(String authMessage, byte[] proof) {
            this.authMessage = authMessage;
            this.proof = proof;
        }

        /** {@return what both sides sign} */
        String authMessage() {
            return authMessage;
        }

        /** {@return the client's proof} */
        byte[] proof() {
            return proof;
        }
    }

    private ScramExchange(String gs2Header, byte[] binding, String clientFirstBare, String clientNonce) {
        this.gs2Header = gs2Header;
        this.binding = binding;
        this.clientFirstBare = clientFirstBare;
        this.clientNonce = clientNonce;
    }

    /**
     * Reads {@code client-first-message}.
     *
     * @param plus whether the client chose the mechanism with channel binding
     * @param channelBinding what the connection has for it
     */
    static ScramExchange begin(String message, boolean plus, Optional<byte[]> channelBinding) {
        int flagEnd = message.indexOf(',');
        int headerEnd = flagEnd < 0 ? -1 : message.indexOf(',', flagEnd + 1);
        if (headerEnd < 0) {
            throw malformed("The header ends with two commas.");
        }
        checkFlag(message.substring(0, flagEnd), plus, channelBinding.isPresent());
        if (headerEnd != flagEnd + 1) {
            throw PgError.fatal(
                    SqlState.FEATURE_NOT_SUPPORTED, "client uses authorization identity, but it is not supported")
                    .raise();
        }
        String bare = message.substring(headerEnd + 1);
        if (bare.startsWith("m=")) {
            throw PgError.fatal(
                    SqlState.FEATURE_NOT_SUPPORTED, "client requires an unsupported SCRAM extension").raise();
        }
        String[] attributes = bare.split(",", -1);
        if (attributes.length < 2 || !attributes[0].startsWith("n=") || !attributes[1].startsWith("r=")) {
            throw malformed("A name and a nonce are expected.");
        }
        String clientNonce = attributes[1].substring(2);
        if (!isNonce(clientNonce)) {
            throw malformed("The nonce is empty, or has characters that cannot be printed.");
        }
        return new ScramExchange(
                message.substring(0, headerEnd + 1),
                plus ? channelBinding.orElseThrow() : new byte[0],
                bare,
                clientNonce);
    }

    private static void checkFlag(String flag, boolean plus, boolean offered) {
        switch (flag) {
            case "n" -> {
                if (plus) {
                    throw malformed("The client chose channel binding, and its message has none.");
                }
            }
            case "y" -> {
                if (plus) {
                    throw malformed("The client chose channel binding, and its message has none.");
                }
                if (offered) {
                    // Somebody between us took the better mechanism off our list.
                    throw PgError.fatal(
                            SqlState.INVALID_AUTHORIZATION, "SCRAM channel binding negotiation error")
                            .withDetail("The client supports SCRAM channel binding but thinks the server does not. "
                                    + "However, this server does support channel binding.")
                            .raise();
                }
            }
            case "p=" + BINDING_TYPE -> {
                if (!plus) {
                    throw malformed("The client chose no channel binding, and its message has it.");
                }
            }
            default -> throw flag.startsWith("p=")
                    ? PgError.fatal(SqlState.PROTOCOL_VIOLATION, "unsupported SCRAM channel-binding type").raise()
                    : malformed("Unexpected channel-binding flag.");
        }
    }

    /** {@return {@code server-first-message}} */
    String serverFirst(String serverNonce, byte[] salt, int iterations) {
        nonce = clientNonce + serverNonce;
        serverFirst = "r=" + nonce + ",s=" + Base64.getEncoder().encodeToString(salt) + ",i=" + iterations;
        return serverFirst;
    }

    /** Reads {@code client-final-message}. */
    ClientFinal clientFinal(String message) {
        int proofAt = message.lastIndexOf(",p=");
        String[] attributes = message.split(",", -1);
        if (proofAt < 0 || message.indexOf(',', proofAt + 1) >= 0 || attributes.length < 3
                || !attributes[0].startsWith("c=") || !attributes[1].startsWith("r=")) {
            throw malformed("A channel binding, a nonce and at the end a proof are expected.");
        }
        if (!same(attributes[0].substring(2), expectedBinding())) {
            throw PgError.fatal(SqlState.INVALID_AUTHORIZATION, "SCRAM channel binding check failed").raise();
        }
        if (!same(attributes[1].substring(2), nonce)) {
            throw PgError.fatal(SqlState.PROTOCOL_VIOLATION, "invalid SCRAM response")
                    .withDetail("Nonce does not match.")
                    .raise();
        }
        String withoutProof = message.substring(0, proofAt);
        return new ClientFinal(
                clientFirstBare + "," + serverFirst + "," + withoutProof, decode(message.substring(proofAt + 3)));
    }

    /** {@return {@code server-final-message} of a login that has succeeded} */
    static String serverFinal(byte[] signature) {
        return "v=" + Base64.getEncoder().encodeToString(signature);
    }

    /** {@return the error for a message that is not one} */
    static PgException malformed(String detail) {
        return PgError.fatal(SqlState.PROTOCOL_VIOLATION, "malformed SCRAM message").withDetail(detail).raise();
    }

    private String expectedBinding() {
        byte[] header = gs2Header.getBytes(StandardCharsets.UTF_8);
        var input = new byte[header.length + binding.length];
        System.arraycopy(header, 0, input, 0, header.length);
        System.arraycopy(binding, 0, input, header.length, binding.length);
        return Base64.getEncoder().encodeToString(input);
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException _) {
            throw malformed("The proof is not in base64.");
        }
    }

    private static boolean same(String given, String expected) {
        return MessageDigest.isEqual(
                given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isNonce(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }
}
