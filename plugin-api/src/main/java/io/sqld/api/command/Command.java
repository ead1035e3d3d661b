package io.sqld.api.command;

import java.util.List;

/**
 * A command of {@code bin/sqld}, written {@code sqld <name> <arguments>}: a tool for what its plugin needs, such as a
 * key. No server runs meanwhile, and no configuration is read.
 */
public interface Command {
    /** {@return how it is called: lower case letters, digits and dashes; unique among all plugins} */
    String name();

    /** {@return what it does, in a few words for {@code sqld --help}} */
    String summary();

    /**
     * Does it. What was asked for goes to {@link Terminal#out}, notes for people to {@link Terminal#err}.
     *
     * @param arguments those after the name
     * @throws io.sqld.api.error.SqldException if it cannot be done, with one line for the user: with {@code
     *     INVALID_REQUEST} if the arguments make no sense
     */
    void run(List<String> arguments, Terminal terminal);
}
