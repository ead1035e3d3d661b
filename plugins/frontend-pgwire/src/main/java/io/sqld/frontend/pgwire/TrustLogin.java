package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import io.sqld.api.auth.Authenticator;
import io.sqld.api.auth.Credentials;
import io.sqld.api.auth.Identity;
import io.sqld.api.sql.NamespaceName;
import java.util.Optional;

/** Believes the name. */
record TrustLogin(Authenticator authenticator, String user, NamespaceName namespace) implements Login {
    @Override
    public Optional<Identity> begin(ByteBuf out) {
        return Optional.of(authenticator.authenticate(new Credentials.Claimed(user), namespace));
    }

    @Override
    public Optional<Identity> answer(ByteBuf content, ByteBuf out) {
        throw new IllegalStateException("nothing was asked");
    }
}
