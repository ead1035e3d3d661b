package io.sqld.frontend.pgwire;

import io.sqld.api.frontend.FrontendFactory;
import io.sqld.testkit.FrontendClient;
import io.sqld.testkit.FrontendContract;
import java.io.IOException;
import java.net.InetSocketAddress;

/** The front end keeps what every front end promises. */
class PgwireContractTest extends FrontendContract {
    @Override
    protected FrontendFactory factory() {
        return new PgwireFactory();
    }

    @Override
    protected String settings(int port) {
        return "listen = \"127.0.0.1:" + port + "\"";
    }

    @Override
    protected String stallSettings() {
        return "write-stall-timeout = 1s";
    }

    @Override
    protected FrontendClient connect(InetSocketAddress address) throws IOException {
        return WireClient.login(address);
    }
}
