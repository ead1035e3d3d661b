package io.sqld.frontend.http.hrana;

import io.sqld.api.error.SqldException;
import io.sqld.api.sql.Column;
import io.sqld.api.sql.Position;
import io.sqld.api.sql.Program;
import io.sqld.api.sql.StepStats;
import io.sqld.frontend.http.json.ChunkedBuffer;
import io.sqld.frontend.http.json.JsonWriter;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Encodes a {@code BatchResult} as JSON. */
final class BatchEncoder extends StatementResultEncoder implements ProgramEncoder {
    private static final byte[] RESULTS = JsonWriter.ascii("{\"step_results\":[");
    private static final byte[] ERRORS = JsonWriter.ascii("],\"step_errors\":[");
    private static final long NOT_BEGUN = -1;

    private final Program program;
    private final TreeMap<Integer, HranaError> errors = new TreeMap<>();
    private long stepBegan = NOT_BEGUN;
    private boolean begun;

    BatchEncoder(ChunkedBuffer out, Program program) {
        super(out);
        this.program = program;
    }

    @Override
    public void beginStep(int step, List<Column> columns) {
        separate();
        stepBegan = out.position();
        beginResult(columns);
    }

    @Override
    public void endStep(int step, StepStats stats) {
        endResult(stats, 0);
        stepBegan = NOT_BEGUN;
        out.checkLimit();
    }

    @Override
    public void stepSkipped(int step) {
        separate();
        json.nullValue();
    }

    @Override
    public void stepFailed(int step, SqldException error) {
        if (stepBegan == NOT_BEGUN) {
            separate();
        } else {
            out.withdraw(stepBegan);
            stepBegan = NOT_BEGUN;
        }
        json.nullValue();
        errors.put(step, HranaError.of(error, program.steps().get(step).sql()));
    }

    @Override
    public Optional<SqldException> failure() {
        return Optional.empty();
    }

    @Override
    public void complete(Position position) {
        if (!begun) {
            json.raw(RESULTS);
        }
        json.raw(ERRORS);
        for (int step = 0; step < program.steps().size(); step++) {
            if (step > 0) {
                json.raw(',');
            }
            HranaError error = errors.get(step);
            if (error == null) {
                json.nullValue();
            } else {
                HranaJson.error(json, error);
            }
        }
        json.raw(']');
        replicationIndex(position.frame());
        json.raw('}');
        out.checkLimit();
    }

    private void separate() {
        if (begun) {
            json.raw(',');
        } else {
            json.raw(RESULTS);
            begun = true;
        }
    }
}
