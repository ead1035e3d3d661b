package io.sqld.auth;

import java.util.List;

/** The keys that count at some time. Immutable; two are never equal, so that a change of keys is always one. */
final class KeyRing {
    private final List<TokenKey> keys;

    KeyRing(List<TokenKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /** {@return whether the signature is of one of them} */
    boolean signed(byte[] message, byte[] signature) {
        for (TokenKey key : keys) {
            if (key.signed(message, signature)) {
                return true;
            }
        }
        return false;
    }
}
