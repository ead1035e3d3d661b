package io.sqld.frontend.http.json;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The members of one object, as far as they have a known name; the others are read over. A known name that comes twice
 * is an error.
 */
public final class Members<E extends Enum<E>> {
    private final JsonReader reader;
    private final Names<E> names;
    private final Set<E> seen;

    private Members(JsonReader reader, Names<E> names, Set<E> seen) {
        this.reader = reader;
        this.names = names;
        this.seen = seen;
    }

    /** Reads the beginning of an object. {@code expected} names what it stands for, in messages. */
    public static <E extends Enum<E>> Members<E> begin(
            JsonReader reader, Names<E> names, Class<E> type, String expected) {
        reader.beginObject(expected);
        return new Members<>(reader, names, EnumSet.noneOf(type));
    }

    /** {@return the next known member, whose value the caller reads; null at the end of the object} */
    public @Nullable E next() {
        while (reader.nextMember()) {
            E member = names.find(reader.name());
            if (member != null) {
                if (!seen.add(member)) {
                    throw reader.invalid("duplicate field `" + Names.name(member) + "`");
                }
                return member;
            }
            reader.skip();
        }
        return null;
    }

    /** After the end: checks that {@code member} was there. */
    public void require(E member) {
        if (!seen.contains(member)) {
            throw reader.invalid("missing field `" + Names.name(member) + "`");
        }
    }
}
