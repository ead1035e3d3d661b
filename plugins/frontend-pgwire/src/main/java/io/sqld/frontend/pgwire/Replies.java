package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.List;

/**
 * Encodes messages of the server, other than rows, as in
 * <a href="https://www.postgresql.org/docs/15/protocol-message-formats.html">Message Formats</a>.
 */
final class Replies {
    private static final byte[] PARSE_COMPLETE = empty('1');
    private static final byte[] BIND_COMPLETE = empty('2');
    private static final byte[] CLOSE_COMPLETE = empty('3');
    private static final byte[] COPY_DONE = empty('c');
    private static final byte[] EMPTY_QUERY = empty('I');
    private static final byte[] NO_DATA = empty('n');
    private static final byte[] PORTAL_SUSPENDED = empty('s');

    private Replies() {}

    /** Begins a message and returns the index of its length, for {@link #end}. */
    static int begin(ByteBuf out, char type) {
        out.writeByte(type);
        int lengthAt = out.writerIndex();
        out.writeInt(0);
        return lengthAt;
    }

    /** Ends the message whose length is at {@code lengthAt}. */
    static void end(ByteBuf out, int lengthAt) {
        out.setInt(lengthAt, out.writerIndex() - lengthAt);
    }

    /** Appends a string of ASCII characters. */
    static void ascii(ByteBuf out, String text) {
        ByteBufUtil.writeAscii(out, text);
    }

    /** Appends a string and the zero that ends it. */
    static void cstring(ByteBuf out, String text) {
        ByteBufUtil.writeUtf8(out, text);
        out.writeByte(0);
    }

    static void parseComplete(ByteBuf out) {
        out.writeBytes(PARSE_COMPLETE);
    }

    static void bindComplete(ByteBuf out) {
        out.writeBytes(BIND_COMPLETE);
    }

    static void closeComplete(ByteBuf out) {
        out.writeBytes(CLOSE_COMPLETE);
    }

    static void emptyQuery(ByteBuf out) {
        out.writeBytes(EMPTY_QUERY);
    }

    static void noData(ByteBuf out) {
        out.writeBytes(NO_DATA);
    }

    static void portalSuspended(ByteBuf out) {
        out.writeBytes(PORTAL_SUSPENDED);
    }

    static void authenticationOk(ByteBuf out) {
        out.writeByte('R').writeInt(8).writeInt(0);
    }

    static void authenticationCleartextPassword(ByteBuf out) {
        out.writeByte('R').writeInt(8).writeInt(3);
    }

    static void authenticationSasl(ByteBuf out, List<String> mechanisms) {
        int at = begin(out, 'R');
        out.writeInt(10);
        for (String mechanism : mechanisms) {
            cstring(out, mechanism);
        }
        out.writeByte(0);
        end(out, at);
    }

    static void authenticationSaslContinue(ByteBuf out, String data) {
        authenticationSasl(out, 11, data);
    }

    static void authenticationSaslFinal(ByteBuf out, String data) {
        authenticationSasl(out, 12, data);
    }

    private static void authenticationSasl(ByteBuf out, int kind, String data) {
        int at = begin(out, 'R');
        out.writeInt(kind);
        ascii(out, data);
        end(out, at);
    }

    static void parameterStatus(ByteBuf out, String name, String value) {
        int at = begin(out, 'S');
        cstring(out, name);
        cstring(out, value);
        end(out, at);
    }

    static void backendKeyData(ByteBuf out, int processId, byte[] secret) {
        out.writeByte('K').writeInt(8 + secret.length).writeInt(processId).writeBytes(secret);
    }

    static void readyForQuery(ByteBuf out, char status) {
        out.writeByte('Z').writeInt(5).writeByte(status);
    }

    /** Tells a client what of its start-up message this server does not know. */
    static void negotiateProtocolVersion(ByteBuf out, int version, List<String> unknownOptions) {
        int at = begin(out, 'v');
        out.writeInt(version).writeInt(unknownOptions.size());
        unknownOptions.forEach(option -> cstring(out, option));
        end(out, at);
    }

    static void commandComplete(ByteBuf out, String tag) {
        int at = begin(out, 'C');
        cstring(out, tag);
        end(out, at);
    }

    static void commandComplete(ByteBuf out, String tag, long count) {
        int at = begin(out, 'C');
        ascii(out, tag);
        out.writeByte(' ');
        Digits.append(out, count);
        out.writeByte(0);
        end(out, at);
    }

    /** Encodes CopyInResponse ({@code G}) or CopyOutResponse ({@code H}). */
    static void copyResponse(ByteBuf out, char type, CopyOptions options, int columns) {
        int format = options.format() == CopyOptions.Format.BINARY ? 1 : 0;
        int at = begin(out, type);
        out.writeByte(format).writeShort(columns);
        for (int i = 0; i < columns; i++) {
            out.writeShort(format);
        }
        end(out, at);
    }

    static void notification(ByteBuf out, Notification notification) {
        int at = begin(out, 'A');
        out.writeInt(notification.processId());
        cstring(out, notification.channel());
        cstring(out, notification.payload());
        end(out, at);
    }

    static void copyDone(ByteBuf out) {
        out.writeBytes(COPY_DONE);
    }

    static void parameterDescription(ByteBuf out, int[] oids) {
        int at = begin(out, 't');
        out.writeShort(oids.length);
        for (int oid : oids) {
            out.writeInt(oid);
        }
        end(out, at);
    }

    /** Encodes an ErrorResponse, or a NoticeResponse for severities below ERROR. */
    static void error(ByteBuf out, PgError error) {
        int at = begin(out, error.severity().isNotice() ? 'N' : 'E');
        String severity = error.severity().name();
        field(out, 'S', severity);
        field(out, 'V', severity);
        field(out, 'C', error.sqlState());
        field(out, 'M', error.message());
        field(out, 'D', error.detail());
        field(out, 'H', error.hint());
        if (error.position() > 0) {
            field(out, 'P', Integer.toString(error.position()));
        }
        field(out, 'W', error.where());
        field(out, 's', error.schema());
        field(out, 't', error.table());
        field(out, 'c', error.column());
        field(out, 'n', error.constraint());
        field(out, 'R', error.routine());
        if (error.sqliteCode() >= 0) {
            // Not a field of PostgreSQL's; clients skip fields that they do not know.
            field(out, 'e', Integer.toString(error.sqliteCode()));
        }
        if (error.sqlOffsetBytes() >= 0) {
            field(out, 'o', Integer.toString(error.sqlOffsetBytes()));
        }
        out.writeByte(0);
        end(out, at);
    }

    private static void field(ByteBuf out, char code, String value) {
        if (!value.isEmpty()) {
            out.writeByte(code);
            cstring(out, value.indexOf('\0') < 0 ? value : value.replace('\0', ' '));
        }
    }

    private static byte[] empty(char type) {
        return new byte[] {(byte) type, 0, 0, 0, 4};
    }
}
