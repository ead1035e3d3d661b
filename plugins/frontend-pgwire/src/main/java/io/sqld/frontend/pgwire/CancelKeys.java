package io.sqld.frontend.pgwire;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The open connections by the numbers that stand for their processes, for CancelRequest. Thread-safe. */
final class CancelKeys {
    private static final int SHORT_BYTES = 4;
    private static final int LONG_BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final Map<Integer, Entry> entries = new ConcurrentHashMap<>();

    private static final class Entry {
        private final byte[] secret;
        private final Runnable interrupt;

        private Entry(byte[] secret, Runnable interrupt) {
            this.secret = secret;
            this.interrupt = interrupt;
        }
    }

    /** {@return a secret: of 4 bytes for protocol 3.0, longer for later ones} */
    byte[] secret(boolean longKey) {
        var secret = new byte[longKey ? LONG_BYTES : SHORT_BYTES];
        random.nextBytes(secret);
        return secret;
    }

    /**
     * {@return a number that no open connection has, now taken by this one}
     *
     * @param interrupt stops what the connection does at that moment, if anything; from any thread
     */
    int add(byte[] secret, Runnable interrupt) {
        var entry = new Entry(secret, interrupt);
        int processId;
        do {
            processId = 1 + random.nextInt(Integer.MAX_VALUE - 1);
        } while (entries.putIfAbsent(processId, entry) != null);
        return processId;
    }

    /** Frees a number. */
    void remove(int processId) {
        entries.remove(processId);
    }

    /** Interrupts the connection with this number, if the secret is its own. */
    void cancel(int processId, byte[] secret) {
        Entry entry = entries.get(processId);
        if (entry != null && MessageDigest.isEqual(entry.secret, secret)) {
            entry.interrupt.run();
        }
    }
}
