package io.sqld.frontend.http.hrana;

import io.sqld.api.sql.Description;
import io.sqld.api.sql.Program;
import io.sqld.frontend.http.json.ChunkedBuffer;
import io.sqld.frontend.http.protobuf.ProtoWriter;
import java.util.List;
import java.util.Optional;

/** The answer to a cursor in Protobuf: messages with their lengths in front. Rows leave while the batch runs. */
final class ProtoCursorEncoder extends ProtoEntryEncoder implements PipelineEncoder {
    ProtoCursorEncoder(ChunkedBuffer out) {
        super(out, new ProtoWriter(out), new Program(List.of()), NO_FIELD);
        out.overdraw();
    }

    @Override
    public boolean streams() {
        return true;
    }

    @Override
    public void begin(Optional<String> baton, Optional<String> baseUrl) {
        beginEntry();
        baton.ifPresent(text -> proto.string(1, text));
        baseUrl.ifPresent(text -> proto.string(2, text));
        endEntry();
    }

    @Override
    public ProgramEncoder beginBatch(Program program) {
        program(program);
        return this;
    }

    @Override
    public void endResult() {}

    @Override
    public void withdrawResult(HranaError error) {
        withdrawEntry();
        error(error);
    }

    /** Nothing follows the last entry. */
    @Override
    public void end() {}

    @Override
    public ProgramEncoder beginExecute() {
        throw new UnsupportedOperationException("a cursor runs a batch");
    }

    @Override
    public void ok(Operation.Reply.Kind kind) {
        throw new UnsupportedOperationException("a cursor runs a batch");
    }

    @Override
    public void autocommit(boolean autocommit) {
        throw new UnsupportedOperationException("a cursor runs a batch");
    }

    @Override
    public void described(Description description) {
        throw new UnsupportedOperationException("a cursor runs a batch");
    }
}
