package io.sqld.benchmark.load;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Encodes what a PostgreSQL client sends (protocol 3.0, "Message Formats"). One thread. */
final class PgMessages {
    private static final int PROTOCOL_3_0 = 196608;
    /** The type int8. */
    static final int INT8 = 20;
    /** The type text. */
    static final int TEXT = 25;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** {@return how much has been encoded: where the next message begins} */
    int size() {
        return bytes.size();
    }

    ByteBuffer toBuffer() {
        return ByteBuffer.wrap(bytes.toByteArray());
    }

    PgMessages startUp(String user, String database) {
        byte[] parameters = ("user\0" + user + "\0database\0" + database + "\0client_encoding\0UTF8\0\0")
                .getBytes(StandardCharsets.UTF_8);
        bytes.writeBytes(int32(8 + parameters.length));
        bytes.writeBytes(int32(PROTOCOL_3_0));
        bytes.writeBytes(parameters);
        return this;
    }

    PgMessages query(String sql) {
        return message('Q', cString(sql));
    }

    PgMessages parse(String name, String sql, int... types) {
        ByteBuffer tail = ByteBuffer.allocate(2 + 4 * types.length).putShort((short) types.length);
        for (int type : types) {
            tail.putInt(type);
        }
        return message('P', cString(name), cString(sql), tail.array());
    }

    /** Binds binary parameters to the unnamed portal, and asks for results as text. */
    PgMessages bind(String statement, byte[]... parameters) {
        ByteArrayOutputStream values = new ByteArrayOutputStream();
        values.writeBytes(int16(1));
        values.writeBytes(int16(1));
        values.writeBytes(int16(parameters.length));
        for (byte[] parameter : parameters) {
            values.writeBytes(int32(parameter.length));
            values.writeBytes(parameter);
        }
        values.writeBytes(int16(0));
        return message('B', cString(""), cString(statement), values.toByteArray());
    }

    /** Executes the unnamed portal without a row limit. */
    PgMessages execute() {
        return message('E', cString(""), int32(0));
    }

    PgMessages sync() {
        return message('S');
    }

    PgMessages terminate() {
        return message('X');
    }

    static byte[] int8(long value) {
        return ByteBuffer.allocate(8).putLong(value).array();
    }

    private PgMessages message(char type, byte[]... parts) {
        int length = 4;
        for (byte[] part : parts) {
            length += part.length;
        }
        bytes.write(type);
        bytes.writeBytes(int32(length));
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return this;
    }

    private static byte[] cString(String value) {
        return (value + "\0").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] int32(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    private static byte[] int16(int value) {
        return ByteBuffer.allocate(2).putShort((short) value).array();
    }
}
