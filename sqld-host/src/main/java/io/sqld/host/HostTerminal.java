package io.sqld.host;

import io.sqld.api.command.Terminal;
import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.service.Secret;
import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The terminal of this process, or what stands in its place. */
record HostTerminal(PrintStream out, PrintStream err, InputStream in) implements Terminal {
    private static final int SECRET_BYTES_MAX = 1 << 20;

    @Override
    public boolean interactive() {
        return console().isPresent();
    }

    @Override
    public Secret readSecret(String prompt) {
        Optional<Console> console = console();
        if (console.isEmpty()) {
            return Secret.of(line());
        }
        char[] typed = console.get().readPassword("%s", prompt);
        if (typed == null) {
            throw new SqldException(ErrorCode.INVALID_REQUEST, "nothing was typed");
        }
        Secret secret = Secret.of(new String(typed));
        Arrays.fill(typed, '\0');
        return secret;
    }

    private static Optional<Console> console() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal);
    }

    private String line() {
        var line = new ByteArrayOutputStream();
        try {
            int next = in.read();
            while (next >= 0 && next != '\n' && line.size() < SECRET_BYTES_MAX) {
                line.write(next);
                next = in.read();
            }
            if (next < 0 && line.size() == 0) {
                throw new SqldException(ErrorCode.INVALID_REQUEST, "there is nothing to read at the standard input");
            }
        } catch (IOException e) {
            throw new SqldException(ErrorCode.INVALID_REQUEST, "the standard input cannot be read: " + e.getMessage());
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
