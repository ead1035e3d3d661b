package io.sqld.auth;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who has a password. In a file, one line for each: the name, the verifier, and rights, with blanks in between; empty
 * lines and those that begin with {@code #} say nothing. Immutable.
 */
final class Users {
    private final Map<String, User> byName;

    /** Somebody with a password. */
    record User(String name, ScramVerifier verifier, Grants grants) {}

    private Users(Map<String, User> byName) {
        this.byName = Map.copyOf(byName);
    }

    /** {@return just these} */
    static Users of(List<User> users) {
        var byName = new HashMap<String, User>();
        for (User user : users) {
            if (byName.put(user.name(), user) != null) {
                throw new IllegalArgumentException("the user " + user.name() + " stands there twice");
            }
        }
        return new Users(byName);
    }

    /**
     * {@return the users in a file}
     *
     * @throws IllegalArgumentException that names the first line that is wrong
     */
    static List<User> parse(byte[] file) {
        var users = new ArrayList<User>();
        String[] lines = text(file).split("\r?\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip();
            if (!line.isEmpty() && line.charAt(0) != '#') {
                try {
                    users.add(user(line));
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException("line " + (i + 1) + ": " + e.getMessage(), e);
                }
            }
        }
        if (users.isEmpty()) {
            throw new IllegalArgumentException("it names no user"); // or is being written
        }
        return users;
    }

    private static User user(String line) {
        List<String> words = List.of(line.split("\\s+"));
        if (words.size() < 2) {
            throw new IllegalArgumentException("a name, a verifier and rights are needed; `sqld password` prints them");
        }
        return new User(words.get(0), ScramVerifier.parse(words.get(1)), Grants.parse(words.subList(2, words.size())));
    }

    private static String text(byte[] file) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the file is not UTF-8", e);
        }
    }

    /** {@return the user of this name} */
    Optional<User> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** {@return how many there are} */
    int count() {
        return byName.size();
    }
}
