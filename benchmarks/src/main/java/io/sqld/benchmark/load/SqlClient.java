package io.sqld.benchmark.load;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;

/** A plain blocking client for everything that is not measured. One thread at a time. */
interface SqlClient extends Closeable {
    /** Connects. */
    static SqlClient open(Protocol protocol, InetSocketAddress address) throws IOException {
        return switch (protocol) {
            case HTTP -> new HttpSqlClient(address);
            case PGWIRE -> PgConnection.open(address);
        };
    }

    /**
     * Runs a statement.
     *
     * @return the first value of its first row as text, or nothing
     * @throws IOException also if the server answers with an error
     */
    String value(String sql) throws IOException;
}
