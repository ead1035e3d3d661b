package io.sqld.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.sqld.testkit.Eventually;
import io.sqld.testkit.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that asks who its clients are, and encrypts; with real clients, set up as docs/SECURITY.md says. */
class SecurityIT {
    private static final String SELECT = "{\"statements\":[\"SELECT 42\"]}";
    private static final List<String> TABLE =
            List.of("CREATE TABLE item (id INTEGER PRIMARY KEY)", "INSERT INTO item VALUES (1), (2), (3)");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the test
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:0", ":0"})
    void anOpenServerDoesNotStartWhereStrangersCanReachIt(String address) {
        ProcessBuilder command = Tree.BUILT.sqld(directory, "--set", "pgwire.listen=127.0.0.1:0", "--set",
                "http.listen=" + address);
        Programs.Outcome refused = Programs.run(command, "");
        assertThat(refused.status()).isEqualTo(5);
        assertThat(refused.output()).contains("http.listen")
                .contains("sqld.authenticator")
                .contains("sqld.allow-unauthenticated-remote");
        command.command().addAll(List.of("--set", "sqld.allow-unauthenticated-remote=true"));
        try (ServerProcess server = ServerProcess.start(command)) {
            assertThat(server.output()).contains("HTTP listens on");
        }
    }

    @Test
    @NeedsProgram("psql")
    void usersSignInWithPasswordsByEachProtocol() throws Exception {
        Path users = users("ann", "secret", "*=all", "bob", "hunter2", "*=read");
        X509Bundle authority = certificates();
        try (ServerProcess server = serve("sqld.authenticator=password", "password.users-file=" + users)) {
            String verified = "sslmode=verify-full sslrootcert=" + directory.resolve("ca.crt");
            assertThat(psql(server, "ann", "secret", verified + " channel_binding=require", String.join(";", TABLE))
                    .succeeded()).isEmpty();
            assertThat(psql(server, "ann", "secret", verified, "SELECT count(*) FROM item").succeeded())
                    .isEqualTo("3\n");
            assertThat(psql(server, "ann", "secret", "sslmode=disable", "SELECT 1").output())
                    .contains("encrypted connections only");
            assertThat(psql(server, "ann", "wrong", verified, "SELECT 1").output())
                    .contains("password authentication failed for user \"ann\"");
            assertThat(psql(server, "bob", "hunter2", verified, "SELECT count(*) FROM item").succeeded())
                    .isEqualTo("3\n");
            assertThat(psql(server, "bob", "hunter2", verified, "DELETE FROM item").output())
                    .contains("has no right to write");
            assertThat(pgjdbc(server, "ann", "secret")).isEqualTo(3);

            try (HttpClient client = client(authority)) {
                assertThat(post(client, server, "Basic " + base64("bob:hunter2")).statusCode()).isEqualTo(200);
                HttpResponse<String> refused = post(client, server, "Basic " + base64("bob:hunter3"));
                assertThat(refused.statusCode()).isEqualTo(401);
                assertThat(refused.headers().firstValue("www-authenticate")).hasValueSatisfying(
                        challenge -> assertThat(challenge).startsWith("Basic"));
                Files.writeString(users, sqld("password", "carol", "*=read").stdin("new\n"));
                Eventually.await("the new user counts",
                        () -> post(client, server, "Basic " + base64("carol:new")).statusCode() == 200);
                assertThat(post(client, server, "Basic " + base64("bob:hunter2")).statusCode()).isEqualTo(401);
            }
        }
    }

    @Test
    @NeedsProgram(value = "node", npm = {"pg", "@libsql/client"})
    void programsOnNodeSignInOverTls() throws Exception {
        Path users = users("ann", "secret", "*=all");
        certificates();
        try (ServerProcess server = serve("sqld.authenticator=password", "password.users-file=" + users)) {
            assertThat(Programs.run(Programs.node("secure-node-postgres.mjs", Integer.toString(Tree.pgPort(server)),
                    "ann", "secret", directory.resolve("ca.crt").toString()), "").succeeded()).isEqualTo("fine\n");
        }
        sqld("token", "new-key", "jwt-key").stdin("");
        try (ServerProcess server =
                serve("sqld.authenticator=jwt", "jwt.key-file=" + directory.resolve("jwt-key.pub"))) {
            String all = sqld("token", "create", "--key", "jwt-key").stdin("").strip();
            for (String sql : TABLE) {
                psql(server, "anybody", all,
                        "sslmode=verify-full sslrootcert=" + directory.resolve("ca.crt"), sql).succeeded();
            }
            String readOnly = sqld("token", "create", "--key", "jwt-key", "--read-only", "--expires", "1h").stdin("")
                    .strip();
            ProcessBuilder script = Programs.node("secure-libsql-client.mjs",
                    "https://localhost:" + server.address("HTTP").getPort(), readOnly);
            script.environment().put("NODE_EXTRA_CA_CERTS", directory.resolve("ca.crt").toString());
            assertThat(Programs.run(script, "").succeeded()).isEqualTo("fine\n");
        }
    }

    @Test
    void aTokenOpensBothProtocolsAndTheVariableOfTheOriginalChoosesIt() throws Exception {
        String said = sqld("token", "new-key", "jwt-key").stdin("");
        String raw = said.substring(said.indexOf("SQLD_AUTH_JWT_KEY=") + 18).strip();
        String token = sqld("token", "create", "--key", "jwt-key").stdin("").strip();
        X509Bundle authority = certificates();
        ProcessBuilder command = secured();
        command.environment().put("SQLD_AUTH_JWT_KEY", raw);
        try (ServerProcess server = ServerProcess.start(command); HttpClient client = client(authority)) {
            assertThat(post(client, server, "Bearer " + token).statusCode()).isEqualTo(200);
            assertThat(post(client, server, "Bearer " + token.substring(1)).statusCode()).isEqualTo(401);
            assertThat(post(client, server, "").statusCode()).isEqualTo(401);
            try (Connection connection = connect(server, "anybody", token)) {
                assertThat(connection.isValid(10)).isTrue();
            }
        }
    }

    @Test
    void theConfigurationTellsWhatIsInForceAndKeepsSecrets() {
        ProcessBuilder command = Tree.BUILT.sqld(directory, "--print-config", "--set", "http.tls.key-password=hidden");
        command.environment().put("SQLD_HTTP_AUTH", "basic:" + base64("ann:secret"));
        Programs.Outcome printed = Programs.run(command, "");
        assertThat(printed.output())
                .contains("sqld.authenticator = \"password\"  # environment variable SQLD_HTTP_AUTH")
                .contains("password.http-auth = \"***\"")
                .contains("http.tls.key-password = \"***\"")
                .doesNotContain(base64("ann:secret"))
                .doesNotContain("hidden");
    }

    @Test
    void theHelpNamesTheCommandsOfPlugins() {
        assertThat(sqld("--help").stdin("")).contains("sqld token").contains("sqld password");
        assertThat(sqld("token").stdin("")).startsWith("usage: sqld token");
        Programs.Outcome wrong = Programs.run(Tree.BUILT.sqld(directory, "token", "mint"), "");
        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.output()).contains("not mint");
    }

    private ServerProcess serve(String... settings) {
        ProcessBuilder command = secured();
        for (String setting : settings) {
            command.command().addAll(List.of("--set", setting));
        }
        return ServerProcess.start(command);
    }

    private ProcessBuilder secured() {
        var words = new ArrayList<String>();
        for (String frontend : List.of("http", "pgwire")) {
            words.addAll(List.of("--set", frontend + ".tls.certificate=" + directory.resolve("server.crt"), "--set",
                    frontend + ".tls.key=" + directory.resolve("server.key")));
        }
        words.addAll(List.of("--set", "pgwire.tls.require=true", "--set", "password.reload-interval=100ms"));
        return Tree.BUILT.onFreePorts(directory, words.toArray(String[]::new));
    }

    private X509Bundle certificates() throws Exception {
        X509Bundle authority =
                new CertificateBuilder().subject("CN=authority").setIsCertificateAuthority(true).buildSelfSigned();
        X509Bundle server = new CertificateBuilder().subject("CN=localhost")
                .addSanDnsName("localhost")
                .addSanIpAddress("127.0.0.1")
                .buildIssuedBy(authority);
        Files.writeString(directory.resolve("ca.crt"), authority.getCertificatePEM());
        Files.writeString(directory.resolve("server.crt"), server.getCertificatePathPEM());
        Files.writeString(directory.resolve("server.key"), server.getPrivateKeyPEM());
        return authority;
    }

    /** Writes a file of users: name, password, rights. */
    private Path users(String... fields) throws IOException {
        var text = new StringBuilder();
        for (int i = 0; i < fields.length; i += 3) {
            text.append(sqld("password", fields[i], fields[i + 2]).stdin(fields[i + 1] + "\n"));
        }
        return Files.writeString(directory.resolve("users"), text);
    }

    private Tool sqld(String... arguments) {
        return input -> Programs.run(Tree.BUILT.sqld(directory, arguments), input).succeeded();
    }

    /** A command of {@code bin/sqld}, given its input. */
    private interface Tool {
        String stdin(String input);
    }

    private static Programs.Outcome psql(
            ServerProcess server, String user, String password, String options, String sql) {
        ProcessBuilder command = Programs.command("psql", "-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", "-c", sql,
                "host=localhost port=" + Tree.pgPort(server) + " dbname=default user=" + user + " " + options);
        command.environment().put("PGPASSWORD", password);
        command.environment().put("PGCONNECT_TIMEOUT", "20");
        return Programs.run(command, "");
    }

    private long pgjdbc(ServerProcess server, String user, String password) throws SQLException {
        try (Connection connection = connect(server, user, password);
                ResultSet result = connection.createStatement().executeQuery("SELECT count(*) FROM item")) {
            result.next();
            return result.getLong(1);
        }
    }

    private Connection connect(ServerProcess server, String user, String password) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("sslmode", "verify-full");
        properties.setProperty("sslrootcert", directory.resolve("ca.crt").toString());
        return DriverManager.getConnection(
                "jdbc:postgresql://localhost:" + Tree.pgPort(server) + "/default", properties);
    }

    private static HttpClient client(X509Bundle authority) throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(null, authority.toTrustManagerFactory().getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    private static HttpResponse<String> post(HttpClient client, ServerProcess server, String authorization) {
        HttpRequest.Builder request = HttpRequest
                .newBuilder(URI.create("https://localhost:" + server.address("HTTP").getPort() + "/"))
                .POST(HttpRequest.BodyPublishers.ofString(SELECT));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
