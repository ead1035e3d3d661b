package io.sqld.host;

import io.sqld.api.auth.AuthenticationMethod;
import io.sqld.api.auth.Authenticator;
import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Where front ends may listen: a server that asks nobody who he is must not be reachable from other machines, unless
 * its operator has said so.
 *
 * @param open whether everybody is let in
 * @param remoteAllowed what the operator has said
 */
record ListenPolicy(boolean open, boolean remoteAllowed) {
    /** {@return the policy under an authenticator} */
    static ListenPolicy of(Authenticator authenticator, boolean remoteAllowed) {
        return new ListenPolicy(authenticator.methods().contains(AuthenticationMethod.CLAIM), remoteAllowed);
    }

    /**
     * Checks an address.
     *
     * @param key the setting that names it
     * @throws SqldException with {@code START_FAILED}, and what to change
     */
    void check(InetSocketAddress address, String key) {
        InetAddress ip = address.getAddress();
        if (open && !remoteAllowed && ip != null && !ip.isLoopbackAddress()) {
            throw new SqldException(
                    ErrorCode.START_FAILED,
                    key + ": other machines can reach " + ip.getHostAddress() + ", and everybody who does may do "
                            + "everything, because sqld.authenticator is \"none\"; set sqld.authenticator to "
                            + "\"password\" or \"jwt\" (docs/SECURITY.md), or " + key + " to an address such as "
                            + "127.0.0.1:" + address.getPort() + ", or, if none but trusted clients can reach it, "
                            + "sqld.allow-unauthenticated-remote to true");
        }
    }
}
