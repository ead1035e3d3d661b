package io.sqld.frontend.pgwire;

import io.sqld.api.sql.Position;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Places in the log of a database, as clients carry them from one session to another: {@code SHOW sqld.position} tells
 * what a session has written or seen, and {@code SET sqld.min_position} has another one wait until it sees that too.
 */
final class ReadPosition {
    /** The variable that tells. */
    static final String TOLD = "sqld.position";
    /** The variable that requires. */
    static final String REQUIRED = "sqld.min_position";

    private static final Pattern TOKEN = Pattern.compile("([0-9A-Za-z-]{0,64}):(\\d{1,18})");

    private ReadPosition() {}

    /** {@return a position as clients carry it} */
    static String token(Position position) {
        return position.logId() + ':' + position.frame();
    }

    /**
     * {@return the position that a client carries}
     *
     * @throws PgException with 22023 if it is none
     */
    static Position of(String token) {
        Matcher matcher = TOKEN.matcher(token);
        if (!matcher.matches()) {
            throw PgError.error(SqlState.INVALID_PARAMETER_VALUE,
                    "invalid value for parameter \"" + REQUIRED + "\": \"" + token + "\"")
                    .withHint("Use what SHOW " + TOLD + " tells.")
                    .raise();
        }
        return new Position(matcher.group(1), Long.parseLong(matcher.group(2)));
    }
}
