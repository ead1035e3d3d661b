package io.sqld.frontend.http;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.sqld.testkit.FrontendClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** A client that sends one statement in each request, without a stream. */
final class HranaClient implements FrontendClient {
    private final RawHttp http;

    HranaClient(InetSocketAddress address) throws IOException {
        http = new RawHttp(address);
    }

    @Override
    public List<List<String>> query(String sql) throws IOException {
        RawHttp.Response response =
                http.post("/v3/pipeline", Fixtures.pipeline(Fixtures.execute(sql), "{\"type\":\"close\"}"));
        if (response.status() != 200) {
            throw new Refused(response.status() + " " + response.body());
        }
        Config result = ConfigFactory.parseString(response.body()).getConfigList("results").getFirst();
        if (result.getString("type").equals("error")) {
            throw new Refused(result.getString("error.message"));
        }
        var rows = new ArrayList<List<String>>();
        for (ConfigValue row : result.getList("response.result.rows")) {
            var values = new ArrayList<String>();
            for (ConfigValue value : (ConfigList) row) {
                values.add(text((ConfigObject) value));
            }
            rows.add(values);
        }
        return rows;
    }

    /** With a cursor: the only answer that may be larger than memory. */
    @Override
    public void sendOnly(String sql) throws IOException {
        http.sendPost("/v3/cursor", "{\"batch\":{\"steps\":[{\"stmt\":{\"sql\":\"" + sql + "\"}}]}}");
    }

    @Override
    public void close() throws IOException {
        http.close();
    }

    private static String text(ConfigObject value) {
        Config config = value.toConfig();
        if (config.hasPath("base64")) {
            return config.getString("base64");
        }
        return config.hasPath("value") ? config.getString("value") : "";
    }
}
