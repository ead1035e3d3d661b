package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import io.sqld.api.auth.Authenticator;
import io.sqld.api.auth.Identity;
import io.sqld.api.auth.ScramLogin;
import io.sqld.api.sql.NamespaceName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Has the client prove that it knows the password, by SCRAM-SHA-256, tied to the TLS connection where there is one
 * (<a href="https://www.postgresql.org/docs/15/sasl-authentication.html">SASL Authentication</a>).
 */
final class SaslLogin implements Login {
    private static final String SCRAM = "SCRAM-SHA-256";
    private static final String SCRAM_PLUS = "SCRAM-SHA-256-PLUS";

    private final Authenticator authenticator;
    private final String user;
    private final NamespaceName namespace;
    private final Optional<byte[]> channelBinding;
    private final String serverNonce;
    private @Nullable ScramExchange exchange;
    private @Nullable ScramLogin proof;

    /**
     * Makes the login of one client.
     *
     * @param channelBinding what ties it to its TLS connection, if there is one
     * @param serverNonce random, in printable characters
     */
    SaslLogin(
            Authenticator authenticator,
            String user,
            NamespaceName namespace,
            Optional<byte[]> channelBinding,
            String serverNonce) {
        this.authenticator = authenticator;
        this.user = user;
        this.namespace = namespace;
        this.channelBinding = channelBinding;
        this.serverNonce = serverNonce;
    }

    @Override
    public Optional<Identity> begin(ByteBuf out) {
        List<String> mechanisms = new ArrayList<>(2);
        if (channelBinding.isPresent()) {
            mechanisms.add(SCRAM_PLUS);
        }
        mechanisms.add(SCRAM);
        Replies.authenticationSasl(out, mechanisms);
        return Optional.empty();
    }

    @Override
    public Optional<Identity> answer(ByteBuf content, ByteBuf out) {
        ScramExchange begun = exchange;
        ScramLogin asked = proof;
        if (begun == null || asked == null) {
            first(content, out);
            return Optional.empty();
        }
        ScramExchange.ClientFinal message = begun.clientFinal(text(content));
        ScramLogin.Accepted accepted = asked.finish(message.authMessage(), message.proof(), namespace);
        Replies.authenticationSaslFinal(out, ScramExchange.serverFinal(accepted.serverSignature()));
        return Optional.of(accepted.identity());
    }

    private void first(ByteBuf content, ByteBuf out) {
        int nameBytes = content.bytesBefore((byte) 0);
        if (nameBytes < 0 || content.readableBytes() - nameBytes - 1 < Integer.BYTES) {
            throw ScramExchange.malformed("The initial response is cut short.");
        }
        String mechanism = content.readCharSequence(nameBytes, StandardCharsets.UTF_8).toString();
        content.skipBytes(1);
        boolean plus = mechanism.equals(SCRAM_PLUS) && channelBinding.isPresent();
        if (!plus && !mechanism.equals(SCRAM)) {
            throw PgError.fatal(
                    SqlState.PROTOCOL_VIOLATION, "client selected an invalid SASL authentication mechanism").raise();
        }
        int length = content.readInt();
        if (length != content.readableBytes()) {
            throw ScramExchange.malformed("The initial response has another length than it says.");
        }
        var begun = ScramExchange.begin(text(content), plus, channelBinding);
        ScramLogin login = authenticator.scram(user);
        Replies.authenticationSaslContinue(
                out, begun.serverFirst(serverNonce, login.salt(), login.iterations()));
        exchange = begun;
        proof = login;
    }

    private static String text(ByteBuf content) {
        Utf8.check(content, content.readerIndex(), content.readableBytes());
        return content.readCharSequence(content.readableBytes(), StandardCharsets.UTF_8).toString();
    }
}
