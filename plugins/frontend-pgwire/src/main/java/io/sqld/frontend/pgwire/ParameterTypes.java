package io.sqld.frontend.pgwire;

import java.util.Optional;

/**
 * The types of the parameters of a statement, by number.
 *
 * @param oids as ParameterDescription tells them; those that the client gave are kept, known or not
 * @param given whether the client gave the type, rather than the server
 */
record ParameterTypes(int[] oids, boolean[] given) {
    static final ParameterTypes NONE = new ParameterTypes(new int[0], new boolean[0]);

    /** {@return how many parameters there are} */
    int count() {
        return oids.length;
    }

    /** {@return the type of a parameter, counted from 0; empty for one that this server does not know} */
    Optional<PgType> type(int index) {
        return PgType.of(oids[index]);
    }
}
