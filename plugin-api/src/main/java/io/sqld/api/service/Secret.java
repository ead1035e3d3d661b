package io.sqld.api.service;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A string that never appears in logs: it prints as {@code ***} and compares in constant time. */
public final class Secret {
    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /** {@return {@code value} as a secret} */
    public static Secret of(String value) {
        return new Secret(value);
    }

    /** {@return the value itself, for the one place that needs it} */
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(bytes(), secret.bytes());
    }

    @Override
    public int hashCode() {
        return Secret.class.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }

    private byte[] bytes() {
        return value.getBytes(StandardCharsets.UTF_8);
    }
}
