package io.sqld.frontend.pgwire;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What matters to clients of an answer, on one line: types of messages, tags, SQLSTATEs and states of the transaction.
 * Rows and chunks of COPY are counted, variables told at the start are summed up.
 */
final class Gist {
    private static final Pattern STATE = Pattern.compile("([EN]) (\\w+) (\\w+) .*", Pattern.DOTALL);
    private static final int VARIABLES_TOLD = 3;
    private static final int MANY = 20;

    private Gist() {}

    /**
     * {@return what comes until {@code rounds} times ReadyForQuery, the end, or silence}
     *
     * @param toTheEnd whether to wait for the end in any case
     */
    static String of(WireClient client, int rounds, boolean toTheEnd) throws IOException {
        var words = new ArrayList<String>();
        int left = rounds;
        try {
            do {
                WireClient.Message message = client.read();
                words.add(word(message));
                if (message.type() == 'Z') {
                    left--;
                }
            } while (left > 0 || toTheEnd);
        } catch (EOFException ended) {
            words.add("EOF");
        } catch (SocketTimeoutException silence) {
            words.add("silence");
        } catch (IOException reset) {
            words.add("EOF");
        }
        return String.join(" | ", summed(words));
    }

    private static String word(WireClient.Message message) {
        ByteBuffer body = message.body();
        return switch (message.type()) {
            case 'D', 'd', 'c' -> Character.toString(message.type());
            case 'T' -> "T " + body.getShort();
            case 'G', 'H' -> message.type() + " " + body.get() + "/" + body.getShort();
            case 'K' -> "K " + (body.remaining() - Integer.BYTES);
            case 'C' -> WireText.render(message).replace("'", "");
            case 'E', 'N' -> {
                Matcher matcher = STATE.matcher(WireText.render(message));
                yield matcher.matches() ? matcher.replaceFirst("$1 $2 $3") : WireText.render(message);
            }
            case 'V' -> "V";
            default -> WireText.render(message);
        };
    }

    private static List<String> summed(List<String> words) {
        var summed = new ArrayList<String>();
        int from = 0;
        while (from < words.size()) {
            String word = words.get(from);
            int to = from + 1;
            boolean told = word.startsWith("S ");
            while (to < words.size() && (told ? words.get(to).startsWith("S ") : words.get(to).equals(word))) {
                to++;
            }
            int count = to - from;
            if (told && count > VARIABLES_TOLD) {
                summed.add("S ...");
            } else if (told || count == 1) {
                summed.addAll(words.subList(from, to));
            } else {
                summed.add(word + " x" + (count > MANY ? "..." : Integer.toString(count)));
            }
            from = to;
        }
        return summed;
    }
}
