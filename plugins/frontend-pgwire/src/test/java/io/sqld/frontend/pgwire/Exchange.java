package io.sqld.frontend.pgwire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One thing that a client says, and what it is answered.
 *
 * @param line where it stands in the file
 * @param fresh whether it is the first of a new connection
 * @param said in the notation of {@link WireText}
 * @param answer PostgreSQL's, in the notation of {@link Gist}
 * @param difference where sqld answers otherwise on purpose
 */
record Exchange(int line, boolean fresh, List<String> said, String answer, Optional<Difference> difference) {
    private static final int PATIENCE_MILLIS = 5_000;
    /** For answers that are not known yet: {@code ?}. */
    private static final int RECORDING_MILLIS = 300;

    /**
     * A deliberate difference.
     *
     * @param answer what sqld answers
     * @param reason the row of the manual that explains it
     */
    record Difference(String answer, String reason) {}

    /** {@return what sqld has to answer} */
    String expected() {
        return difference.map(Difference::answer).orElse(answer);
    }

    /** {@return all exchanges of a file, in order} */
    static List<Exchange> read(Path file) throws IOException {
        var exchanges = new ArrayList<Exchange>();
        List<String> lines = Files.readAllLines(file);
        var said = new ArrayList<String>();
        boolean fresh = true;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.equals("---")) {
                fresh = true;
            } else if (line.startsWith("> ")) {
                said.add(line.substring(2));
            } else if (line.startsWith("= ")) {
                String next = i + 1 < lines.size() ? lines.get(i + 1).strip() : "";
                exchanges.add(
                        new Exchange(i + 1, fresh, List.copyOf(said), line.substring(2).strip(), difference(next)));
                said.clear();
                fresh = false;
            }
        }
        return exchanges;
    }

    private static Optional<Difference> difference(String line) {
        if (!line.startsWith("~ ")) {
            return Optional.empty();
        }
        String[] parts = line.substring(2).split(" :: ", 2);
        return Optional.of(new Difference(parts[0].strip(), parts[1].strip()));
    }

    /** Says the same, and returns what comes back: as much of it as {@code expected} has, or all that comes at all. */
    String replay(WireClient client, String expected) throws IOException {
        var bytes = new ByteArrayOutputStream();
        said.forEach(message -> bytes.writeBytes(WireText.parse(message)));
        try {
            client.send(bytes.toByteArray());
        } catch (IOException closed) {
            return "EOF";
        }
        client.setPatience(expected.equals("?") ? RECORDING_MILLIS : PATIENCE_MILLIS);
        int rounds = (int) List.of(expected.split(" \\| ")).stream().filter(word -> word.startsWith("Z ")).count();
        boolean toTheEnd = rounds == 0 || expected.endsWith("EOF");
        return Gist.of(client, rounds, toTheEnd);
    }

    /** {@return a connection for this exchange: a new one, if it is the first} */
    WireClient on(WireClient current, InetSocketAddress address) throws IOException {
        if (!fresh) {
            return current;
        }
        current.close();
        return WireClient.connect(address);
    }
}
