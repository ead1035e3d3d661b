package io.sqld.api.auth;

/**
 * A way in which clients can show who they are. A front end offers those of its authenticator that its protocol has.
 */
public enum AuthenticationMethod {
    /** Just saying so: {@link Credentials.Claimed}. Who accepts this lets everybody in. */
    CLAIM,
    /** A user name and a password: {@link Credentials.Password}. */
    PASSWORD,
    /** A token: {@link Credentials.Bearer}. */
    BEARER,
    /** A proof of knowing the password: {@link Authenticator#scram}. */
    SCRAM
}
