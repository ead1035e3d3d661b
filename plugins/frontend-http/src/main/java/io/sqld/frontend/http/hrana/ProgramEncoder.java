package io.sqld.frontend.http.hrana;

import io.sqld.api.error.SqldException;
import io.sqld.api.sql.Position;
import io.sqld.api.sql.ProgramSink;
import java.util.Optional;

/** Encodes the result of one program while it runs. */
public interface ProgramEncoder extends ProgramSink {
    /**
     * {@return the error that stands for the whole result, once the program is done; empty if {@link #complete} may
     * follow}
     */
    Optional<SqldException> failure();

    /** The program is done: appends what follows its steps. */
    void complete(Position position);
}
