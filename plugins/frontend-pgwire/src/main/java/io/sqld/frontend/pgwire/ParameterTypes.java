package io.sqld.frontend.pgwire;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The types of the parameters of a statement, by number. */
final class ParameterTypes {
    static final ParameterTypes NONE = new ParameterTypes(new int[0], new boolean[0], false);

    private final int[] oids;
    private final boolean[] given;
    private final boolean byIndex;
    private final List<Optional<PgType>> types;

    /**
     * Makes them; the arrays are not copied.
     *
     * @param oids as ParameterDescription tells them; those that the client gave are kept, known or not
     * @param given whether the client gave the type, rather than the server
     * @param byIndex whether parameters are numbered as SQLite does it, rather than by the number in {@code $1}
     */
    ParameterTypes(int[] oids, boolean[] given, boolean byIndex) {
        this.byIndex = byIndex;
        this.oids = oids;
        this.given = given;
        types = Arrays.stream(oids).mapToObj(PgType::of).toList();
    }

    /** {@return whether parameters are numbered as SQLite does it, rather than by the number in {@code $1}} */
    boolean byIndex() {
        return byIndex;
    }

    /** {@return how many parameters there are} */
    int count() {
        return oids.length;
    }

    /** {@return the OIDs, to be read only} */
    int[] oids() {
        return oids;
    }

    /** {@return whether the client gave the type of a parameter, counted from 0} */
    boolean given(int index) {
        return given[index];
    }

    /** {@return the type of a parameter, counted from 0; empty for one that this server does not know} */
    Optional<PgType> type(int index) {
        return types.get(index);
    }
}
