package io.sqld.frontend.http;

import io.sqld.api.frontend.FrontendFactory;
import io.sqld.testkit.FrontendClient;
import io.sqld.testkit.FrontendContract;
import io.sqld.testkit.TestStorage;
import java.io.IOException;
import java.net.InetSocketAddress;

/** The HTTP front end keeps the contract of all front ends. */
class HttpContractTest extends FrontendContract {
    @Override
    protected FrontendFactory factory() {
        return TestStorage.frontend("http");
    }

    @Override
    protected String settings(int port) {
        // The contract asks for a result that is larger than the one that is held back by default.
        return "listen = \"127.0.0.1:" + port
                + "\"\nlimits { response-bytes-max = 64MiB, response-bytes-total-max = 256MiB }";
    }

    @Override
    protected String stallSettings() {
        return "write-stall-timeout = 1s";
    }

    @Override
    protected FrontendClient connect(InetSocketAddress address) throws IOException {
        return new HranaClient(address);
    }
}
