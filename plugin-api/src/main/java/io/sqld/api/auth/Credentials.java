package io.sqld.api.auth;

import io.sqld.api.service.Secret;

/** What a client shows. */
public sealed interface Credentials {
    /** Nothing but, at most, a user name that nothing proves. Empty when there is none. */
    record Claimed(String user) implements Credentials {}

    /** A user name and a password. */
    record Password(String user, Secret password) implements Credentials {}

    /** A bearer token. */
    record Bearer(Secret token) implements Credentials {}
}
