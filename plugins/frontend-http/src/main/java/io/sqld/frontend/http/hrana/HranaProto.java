package io.sqld.frontend.http.hrana;

import io.sqld.api.sql.Description;
import io.sqld.api.sql.Parameter;
import io.sqld.api.sql.StatementKind;
import io.sqld.frontend.http.protobuf.ProtoWriter;

/** The small structures of Hrana in Protobuf. */
final class HranaProto {
    private HranaProto() {}

    /** Appends an {@code Error}. */
    static void error(ProtoWriter proto, int field, HranaError error) {
        proto.open(field);
        proto.string(1, error.message());
        proto.string(2, error.code());
        proto.close();
    }

    /** Appends a {@code DescribeResult}. */
    static void description(ProtoWriter proto, int field, Description description) {
        proto.open(field);
        for (Parameter parameter : description.parameters()) {
            proto.open(1);
            if (!parameter.name().isEmpty()) {
                proto.string(1, parameter.name());
            }
            proto.close();
        }
        proto.columns(2, description.columns());
        proto.integerUnlessZero(3, description.kind() == StatementKind.EXPLAIN ? 1 : 0);
        proto.integerUnlessZero(4, description.readOnly() ? 1 : 0);
        proto.close();
    }
}
