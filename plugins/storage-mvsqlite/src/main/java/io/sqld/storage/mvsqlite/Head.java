package io.sqld.storage.mvsqlite;

import io.sqld.storage.mvsqlite.kv.Key;
import io.sqld.storage.mvsqlite.kv.Versionstamp;
import java.util.Arrays;
import java.util.Optional;

/**
 * The last commit of a namespace.
 *
 * @param token what the committer chose, to know its own commit again
 * @param version when
 */
record Head(Key token, Versionstamp version) {
    static final int TOKEN_BYTES = 16;

    static Optional<Head> of(Optional<byte[]> value) {
        return value.map(bytes -> new Head(Key.of(Arrays.copyOf(bytes, TOKEN_BYTES)),
                Versionstamp.read(bytes, TOKEN_BYTES)));
    }
}
