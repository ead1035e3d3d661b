package io.sqld.api.command;

import io.sqld.api.service.Secret;

import java.io.PrintStream;

/** Where a command reads and writes. */
public interface Terminal {
    /** {@return where results go; another program may read them} */
    PrintStream out();

    /** {@return where notes for people go} */
    PrintStream err();

    /** {@return whether a person types what is read} */
    boolean interactive();

    /**
     * {@return what a person types without seeing it; or one line of what another program has written}
     *
     * @param prompt shown to a person
     * @throws io.sqld.api.error.SqldException with {@code INVALID_REQUEST} if there is nothing to read
     */
    Secret readSecret(String prompt);
}
