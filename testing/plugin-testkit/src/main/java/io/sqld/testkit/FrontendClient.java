package io.sqld.testkit;

import java.io.IOException;
import java.util.List;

/**
 * A client of the front end under test, as small as {@link FrontendContract} needs it. Used by one thread at a time.
 */
public interface FrontendClient extends AutoCloseable {
    /**
     * {@return the rows of one statement, each value as text}
     *
     * @throws Refused if the server answers with an error
     * @throws IOException if the connection ends
     */
    List<List<String>> query(String sql) throws IOException;

    /** Sends one statement and reads nothing of the answer, now or later. */
    void sendOnly(String sql) throws IOException;

    /** Ends the connection, as a client does that dies. */
    @Override
    void close() throws IOException;

    /** The server answered with an error. */
    final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        /** With the server's message. */
        public Refused(String message) {
            super(message);
        }
    }
}
