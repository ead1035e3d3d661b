package io.sqld.auth;

import com.typesafe.config.ConfigUtil;
import io.sqld.api.command.Command;
import io.sqld.api.command.Terminal;
import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code sqld token}: makes keys, and tokens with them. */
final class TokenCommand implements Command {
    private static final String USAGE = """
            usage: sqld token new-key FILE
                   sqld token create --key FILE [options]

            new-key makes a pair of keys: a private one in FILE, which makes tokens, and a public one in FILE.pub,
            which a server needs to check them.

            create prints a token.
              --key FILE         the private key
              --read-only        it may read only; otherwise it may write, and change the schema
              --attach           it may attach databases too; needs --database
              --database NAME    on this database only; may be repeated
              --expires TIME     how long it is valid: 90m, 12h, 30d or 52w; otherwise it never ends
              --subject NAME     whom it is for; shown as the user

            examples:
              sqld token new-key jwt-key
              sqld token create --key jwt-key --read-only --database shop --expires 30d
            """;
    private static final Pattern TIME = Pattern.compile("([0-9]{1,6})([mhdw])");

    private final Clock clock;

    TokenCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return "token";
    }

    @Override
    public String summary() {
        return "makes keys and tokens (authenticator \"jwt\")";
    }

    @Override
    public void run(List<String> arguments, Terminal terminal) {
        String what = arguments.isEmpty() || arguments.contains("--help") ? "" : arguments.getFirst();
        switch (what) {
            case "" -> terminal.out().print(USAGE);
            case "new-key" -> newKey(arguments, terminal);
            case "create" -> create(arguments.subList(1, arguments.size()), terminal);
            default -> throw usage("sqld token knows new-key and create, and not " + what);
        }
    }

    private static void newKey(List<String> arguments, Terminal terminal) {
        if (arguments.size() != 2 || arguments.get(1).startsWith("-")) {
            throw usage("sqld token new-key needs the name of one file");
        }
        Path file = Path.of(arguments.get(1));
        Path publicFile = Path.of(arguments.get(1) + ".pub");
        SigningKey key = SigningKey.generate();
        try {
            key.write(file, publicFile);
        } catch (IOException e) {
            throw new SqldException(ErrorCode.UNAVAILABLE, "the keys cannot be written: " + e);
        }
        terminal.out()
                .println("""
                        private key  %s
                          keep it secret, away from the server; it makes tokens:
                            sqld token create --key %s
                        public key   %s
                          the server needs it; in config/sqld.conf:
                            sqld.authenticator = "jwt"
                            jwt.key-file = "%s"
                          or in its environment:
                            SQLD_AUTH_JWT_KEY=%s""".formatted(
                        file, file, publicFile, publicFile.toAbsolutePath(), key.publicRaw()));
    }

    private void create(List<String> options, Terminal terminal) {
        Optional<String> key = Optional.empty();
        Optional<Duration> expires = Optional.empty();
        Optional<String> subject = Optional.empty();
        var databases = new ArrayList<String>();
        boolean readOnly = false;
        boolean attach = false;
        for (Iterator<String> rest = options.iterator(); rest.hasNext();) {
            String option = rest.next();
            switch (option) {
                case "--key" -> key = Optional.of(value(option, rest));
                case "--read-only" -> readOnly = true;
                case "--attach" -> attach = true;
                case "--database" -> databases.add(value(option, rest));
                case "--expires" -> expires = Optional.of(time(value(option, rest)));
                case "--subject" -> subject = Optional.of(value(option, rest));
                default -> throw usage("sqld token create has no option " + option);
            }
        }
        if (key.isEmpty()) {
            throw usage("sqld token create needs --key FILE; sqld token new-key FILE makes one");
        }
        if (attach && databases.isEmpty()) {
            throw usage("--attach needs --database: tokens for all databases cannot attach");
        }
        long now = clock.instant().getEpochSecond();
        String claims = "{" + scope(readOnly, attach, databases)
                + subject.map(name -> ",\"sub\":" + json(name)).orElse("")
                + ",\"iat\":" + now
                + expires.map(time -> ",\"exp\":" + (now + time.toSeconds())).orElse("") + "}";
        terminal.out().println(SigningKey.read(Path.of(key.get())).token(claims));
    }

    private static String scope(boolean readOnly, boolean attach, List<String> databases) {
        String right = (readOnly ? "ro" : "rw") + (attach ? "a" : "");
        if (databases.isEmpty()) {
            return "\"a\":" + json(right);
        }
        String names = String.join(",", databases.stream().map(TokenCommand::json).toList());
        return "\"p\":{" + json(right) + ":{\"ns\":[" + names + "]}}";
    }

    private static String json(String text) {
        return ConfigUtil.quoteString(text);
    }

    private static Duration time(String text) {
        Matcher matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            throw usage("--expires is a number with m, h, d or w, for instance 30d; not " + text);
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            default -> Duration.ofDays(7 * number);
        };
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw usage(option + " needs a value");
        }
        return rest.next();
    }

    private static SqldException usage(String message) {
        return new SqldException(ErrorCode.INVALID_REQUEST, message);
    }
}
