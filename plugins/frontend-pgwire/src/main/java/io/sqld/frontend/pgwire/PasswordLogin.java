package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import io.sqld.api.auth.AuthenticationMethod;
import io.sqld.api.auth.Authenticator;
import io.sqld.api.auth.Credentials;
import io.sqld.api.auth.Identity;
import io.sqld.api.service.Secret;
import io.sqld.api.sql.NamespaceName;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Asks for the password as it is, or for a token in its place. */
record PasswordLogin(Authenticator authenticator, String user, NamespaceName namespace) implements Login {
    @Override
    public Optional<Identity> begin(ByteBuf out) {
        Replies.authenticationCleartextPassword(out);
        return Optional.empty();
    }

    @Override
    public Optional<Identity> answer(ByteBuf content, ByteBuf out) {
        int bytes = content.bytesBefore((byte) 0);
        if (bytes < 0 || bytes != content.readableBytes() - 1) {
            throw PgError.fatal(SqlState.PROTOCOL_VIOLATION, "invalid password packet size").raise();
        }
        Secret secret = Secret.of(content.toString(content.readerIndex(), bytes, StandardCharsets.UTF_8));
        Credentials credentials = authenticator.methods().contains(AuthenticationMethod.PASSWORD)
                ? new Credentials.Password(user, secret)
                : new Credentials.Bearer(secret);
        return Optional.of(authenticator.authenticate(credentials, namespace));
    }
}
