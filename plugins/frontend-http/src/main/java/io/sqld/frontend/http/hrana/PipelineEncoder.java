package io.sqld.frontend.http.hrana;

import io.sqld.api.sql.Description;
import io.sqld.api.sql.Program;
import java.util.Optional;

/**
 * Encodes the answers to the requests of a stream, in one of Hrana's encodings. For each request one of {@link #ok},
 * {@link #autocommit}, {@link #described}, {@link #error}, or a program encoder that is followed by {@link
 * #endResult()} or {@link #withdrawResult}. Same thread rules as the buffer behind it.
 */
public interface PipelineEncoder {
    /** The status of an answer that carries its errors inside. */
    int OK = 200;

    /** The beginning of the body. */
    void begin(Optional<String> baton, Optional<String> baseUrl);

    /** The result of an {@code execute} follows. */
    ProgramEncoder beginExecute();

    /** The result of a {@code batch} follows. */
    ProgramEncoder beginBatch(Program program);

    /** The result that has begun is complete. */
    void endResult();

    /**
     * The result that has begun did not come to a good end: what there is of it is withdrawn, and the error takes its
     * place.
     */
    void withdrawResult(HranaError error);

    /** A request of this type succeeded, and there is nothing more to say about it. */
    void ok(Operation.Reply.Kind kind);

    /** The answer to {@code get_autocommit}. */
    void autocommit(boolean autocommit);

    /** The answer to {@code describe}. */
    void described(Description description);

    /** A request failed. */
    void error(HranaError error);

    /** The end of the body. */
    void end();

    /**
     * {@return whether what is in the buffer may be sent while a result is under way, because nothing in it is
     * withdrawn}
     */
    default boolean streams() {
        return false;
    }

    /** {@return the HTTP status of the answer, once it is complete} */
    default int status() {
        return OK;
    }
}
