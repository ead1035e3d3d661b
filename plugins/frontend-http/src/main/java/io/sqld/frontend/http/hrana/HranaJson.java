package io.sqld.frontend.http.hrana;

import io.sqld.api.sql.Description;
import io.sqld.api.sql.Parameter;
import io.sqld.api.sql.StatementKind;
import io.sqld.frontend.http.json.ChunkedBuffer;
import io.sqld.frontend.http.json.JsonWriter;
import java.util.List;

/** The small structures of Hrana as JSON. */
final class HranaJson {
    private static final byte[] MESSAGE = JsonWriter.ascii("{\"message\":");
    private static final byte[] CODE = JsonWriter.ascii(",\"code\":");
    private static final byte[] PARAMS = JsonWriter.ascii("{\"params\":[");
    private static final byte[] PARAM = JsonWriter.ascii("{\"name\":");
    private static final byte[] PARAMS_END = JsonWriter.ascii("],");
    private static final byte[] IS_EXPLAIN = JsonWriter.ascii(",\"is_explain\":");
    private static final byte[] IS_READONLY = JsonWriter.ascii(",\"is_readonly\":");

    private HranaJson() {}

    /** Appends an {@code Error}. */
    static void error(JsonWriter json, HranaError error) {
        json.raw(MESSAGE);
        json.string(error.message());
        json.raw(CODE);
        json.string(error.code());
        json.raw('}');
    }

    /** Appends a {@code DescribeResult}. */
    static void description(ChunkedBuffer out, Description description) {
        var encoder = new RowEncoder(out);
        JsonWriter json = encoder.json;
        json.raw(PARAMS);
        List<Parameter> parameters = description.parameters();
        for (int i = 0; i < parameters.size(); i++) {
            if (i > 0) {
                json.raw(',');
            }
            json.raw(PARAM);
            if (parameters.get(i).name().isEmpty()) {
                json.nullValue();
            } else {
                json.string(parameters.get(i).name());
            }
            json.raw('}');
        }
        json.raw(PARAMS_END);
        encoder.columns(description.columns());
        json.raw(IS_EXPLAIN);
        json.bool(description.kind() == StatementKind.EXPLAIN);
        json.raw(IS_READONLY);
        json.bool(description.readOnly());
        json.raw('}');
    }
}
