package io.sqld.auth;

import io.sqld.api.command.Command;
import io.sqld.api.command.Terminal;
import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.service.Secret;
import java.security.SecureRandom;
import java.util.List;

/** {@code sqld password}: makes a line for the file of users. */
final class PasswordCommand implements Command {
    private static final String USAGE = """
            usage: sqld password NAME [DATABASE=RIGHTS ...]

            Reads a password, from the terminal or as one line of the standard input, and prints a line for the file
            that password.users-file names. The password cannot be found out from that line.

              NAME               of the user
              DATABASE=RIGHTS    what it may do: read, write, schema, attach and admin, with commas, or all. The
                                 database * means those that are not named. Without any: *=all

            examples:
              sqld password ann >> users
              sqld password bob shop=read,write '*=read' < bobs-password >> users
            """;

    private final SecureRandom random;

    PasswordCommand(SecureRandom random) {
        this.random = random;
    }

    @Override
    public String name() {
        return "password";
    }

    @Override
    public String summary() {
        return "makes a line for the file of users (authenticator \"password\")";
    }

    @Override
    public void run(List<String> arguments, Terminal terminal) {
        if (arguments.isEmpty() || arguments.contains("--help")) {
            terminal.out().print(USAGE);
            return;
        }
        String user = arguments.getFirst();
        if (user.isBlank() || user.startsWith("#") || user.startsWith("-") || !user.equals(user.strip())
                || user.split("\\s", -1).length > 1) {
            throw new SqldException(
                    ErrorCode.INVALID_REQUEST, "a user's name has no blanks, and begins with neither # nor -");
        }
        List<String> rights = arguments.size() == 1 ? List.of("*=all") : arguments.subList(1, arguments.size());
        try {
            Grants.parse(rights);
        } catch (IllegalArgumentException e) {
            throw new SqldException(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()));
        }
        String password = password(terminal);
        var salt = new byte[ScramVerifier.SALT_BYTES];
        random.nextBytes(salt);
        terminal.out()
                .println(user + " " + ScramVerifier.of(password, salt, ScramVerifier.ITERATIONS).encoded() + " "
                        + String.join(" ", rights));
    }

    private static String password(Terminal terminal) {
        Secret password = terminal.readSecret("Password: ");
        if (password.reveal().isEmpty()) {
            throw new SqldException(ErrorCode.INVALID_REQUEST, "the password is empty");
        }
        if (terminal.interactive() && !terminal.readSecret("Once more: ").equals(password)) {
            throw new SqldException(ErrorCode.INVALID_REQUEST, "these are two different passwords");
        }
        return password.reveal();
    }
}
