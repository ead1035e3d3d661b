package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import io.sqld.api.auth.Identity;
import java.util.Optional;

/**
 * How one client shows who it is, after its StartupMessage
 * (<a href="https://www.postgresql.org/docs/15/protocol-flow.html#id-1.10.6.7.3">Start-up</a>). Used once.
 */
sealed interface Login permits TrustLogin, PasswordLogin, SaslLogin {
    /**
     * Encodes the first request, if there is one.
     *
     * @return who it is, if nothing has to be asked
     */
    Optional<Identity> begin(ByteBuf out);

    /**
     * Takes the content of one message of type {@code p}, which it need not read to its end, and encodes what follows.
     *
     * @return who it is; empty if another message is needed
     * @throws PgException if the message is malformed
     * @throws io.sqld.api.error.SqldException if the client is not who it says
     */
    Optional<Identity> answer(ByteBuf content, ByteBuf out);
}
