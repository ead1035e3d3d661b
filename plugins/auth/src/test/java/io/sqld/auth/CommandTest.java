package io.sqld.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sqld.api.auth.Authenticator;
import io.sqld.api.auth.Credentials;
import io.sqld.api.auth.Identity;
import io.sqld.api.auth.Permission;
import io.sqld.api.command.Command;
import io.sqld.api.command.Terminal;
import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.service.Secret;
import io.sqld.api.sql.NamespaceName;
import io.sqld.testkit.TestContext;
import io.sqld.testkit.TestSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTest {
    private static final NamespaceName SHOP = new NamespaceName("shop");

    @TempDir Path directory;

    @Test
    void aLineThatSqldPasswordPrintsLetsItsUserIn() throws IOException {
        var terminal = new TypedTerminal(false, "secret");
        password().run(List.of("ann", "shop=read"), terminal);
        Path file = Files.writeString(directory.resolve("users"), terminal.text());
        try (var context = new TestContext(directory);
                Authenticator authenticator =
                        TestSettings.create(new PasswordFactory(), context, "users-file = \"" + file + "\"")) {
            authenticator.start();
            assertThat(authenticator.authenticate(new Credentials.Password("ann", Secret.of("secret")), SHOP)
                    .permissions()).containsExactly(Permission.READ);
        }
        assertThat(terminal.text()).doesNotContain("secret");
    }

    @Test
    void aPersonTypesThePasswordTwice() {
        var same = new TypedTerminal(true, "secret", "secret");
        password().run(List.of("ann"), same);
        assertThat(same.text()).startsWith("ann SCRAM-SHA-256$4096:").endsWith(" *=all\n");
        assertThatThrownBy(() -> password().run(List.of("ann"), new TypedTerminal(true, "secret", "Secret")))
                .isInstanceOfSatisfying(SqldException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
                .hasMessageContaining("two different passwords");
        assertThatThrownBy(() -> password().run(List.of("ann"), new TypedTerminal(false, "")))
                .hasMessageContaining("empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"#ann", "-ann", "an n", "ann shop", "ann shop=reed"})
    void aLineThatTheFileWouldNotTakeIsNotPrinted(String arguments) {
        assertThatThrownBy(() -> password().run(
                arguments.equals("an n") ? List.of("an n") : List.of(arguments.split(" ", -1)),
                new TypedTerminal(false, "secret"))).isInstanceOfSatisfying(SqldException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST));
    }

    @Test
    void aTokenOfANewKeyGivesTheRightsThatWereAskedFor() throws IOException {
        Path key = directory.resolve("jwt-key");
        String said = token("new-key", key.toString());
        assertThat(said).contains("jwt.key-file = \"" + key + ".pub\"").contains("SQLD_AUTH_JWT_KEY=");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key))).isEqualTo("rw-------");
        String raw = said.substring(said.indexOf("SQLD_AUTH_JWT_KEY=") + 18).strip();
        for (String settings : List.of("key-file = \"" + key + ".pub\"", "key = \"" + raw + "\"")) {
            try (var context = new TestContext(directory);
                    Authenticator authenticator = TestSettings.create(new JwtFactory(), context, settings)) {
                authenticator.start();
                assertThat(identity(authenticator, "--key", key.toString()))
                        .isEqualTo(new Identity("token",
                                Set.of(Permission.READ, Permission.WRITE, Permission.SCHEMA)));
                Identity reader = identity(authenticator, "--key", key.toString(), "--read-only", "--database", "shop",
                        "--database", "log", "--expires", "30d", "--subject", "ann \"the reader\"");
                assertThat(reader.name()).isEqualTo("ann \"the reader\"");
                assertThat(reader.permissions()).containsExactly(Permission.READ);
                assertThat(identity(authenticator, "--key", key.toString(), "--attach", "--database", "shop")
                        .permissions()).contains(Permission.ATTACH);
                assertThatThrownBy(() -> identity(authenticator, "--key", key.toString(), "--database", "log"))
                        .hasMessageContaining("doesn't exist");
            }
        }
        assertThatThrownBy(() -> token("new-key", key.toString())).hasMessageContaining("cannot be written");
    }

    @Test
    void aTokenEndsWhenItWasSaidTo() {
        Path key = directory.resolve("jwt-key");
        token("new-key", key.toString());
        var yesterday = new TypedTerminal(false);
        new TokenCommand(Clock.offset(Clock.systemUTC(), Duration.ofDays(-1)))
                .run(List.of("create", "--key", key.toString(), "--expires", "23h"), yesterday);
        try (var context = new TestContext(directory);
                Authenticator authenticator =
                        TestSettings.create(new JwtFactory(), context, "key-file = \"" + key + ".pub\"")) {
            authenticator.start();
            var old = new Credentials.Bearer(Secret.of(yesterday.text().strip()));
            assertThatThrownBy(() -> authenticator.authenticate(old, SHOP)).hasMessage("The JWT has expired");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"make", "new-key", "new-key --help-me", "new-key a b", "create", "create --key",
            "create --key nowhere", "create --key x --expires 30", "create --key x --expires tomorrow",
            "create --key x --attach", "create --key x --red-only"})
    void whatMakesNoSenseIsExplained(String arguments) {
        assertThatThrownBy(() -> token(arguments.split(" ", -1))).isInstanceOfSatisfying(SqldException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
            assertThat(e.message()).isNotEmpty();
        });
    }

    @Test
    void withoutArgumentsTheyExplainThemselves() {
        for (Command command : new AuthPlugin().commands()) {
            var terminal = new TypedTerminal(false);
            command.run(List.of(), terminal);
            assertThat(terminal.text()).startsWith("usage: sqld " + command.name()).contains("examples:");
            assertThat(command.summary()).isNotEmpty();
        }
    }

    private static Command password() {
        return new PasswordCommand(new SecureRandom());
    }

    private static String token(String... arguments) {
        var terminal = new TypedTerminal(false);
        new TokenCommand(Clock.systemUTC()).run(List.of(arguments), terminal);
        return terminal.text();
    }

    private static Identity identity(Authenticator authenticator, String... options) {
        var arguments = new ArrayList<>(List.of("create"));
        arguments.addAll(List.of(options));
        String token = token(arguments.toArray(new String[0]));
        return authenticator.authenticate(new Credentials.Bearer(Secret.of(token.strip())), SHOP);
    }

    /** A terminal at which somebody types, or a pipe. */
    private static final class TypedTerminal implements Terminal {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final Deque<String> typed;
        private final boolean interactive;

        TypedTerminal(boolean interactive, String... typed) {
            this.interactive = interactive;
            this.typed = new ArrayDeque<>(List.of(typed));
        }

        String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }

        @Override
        public PrintStream out() {
            return new PrintStream(bytes, true, StandardCharsets.UTF_8);
        }

        @Override
        public PrintStream err() {
            throw new AssertionError("nothing to note");
        }

        @Override
        public boolean interactive() {
            return interactive;
        }

        @Override
        public Secret readSecret(String prompt) {
            return Secret.of(Objects.requireNonNull(typed.poll()));
        }
    }
}
