package io.sqld.frontend.http.json;

import org.jspecify.annotations.Nullable;

/** A member called {@code type}, whose value is the JSON name of a constant and decides what the other members mean. */
public final class Tag<E extends Enum<E>> {
    private static final byte[] NAME = JsonWriter.ascii("type");

    private final Names<E> values;

    /** The tag whose values are the constants of {@code type}. */
    public Tag(Class<E> type) {
        values = new Names<>(type);
    }

    /** {@return the tag of the object that has just begun, wherever it stands in it} The reader stays where it was. */
    public E of(JsonReader reader) {
        Bytes text = reader.findTag(NAME);
        if (text == null) {
            reader.skipMembers();
            throw reader.invalid("missing field `type`");
        }
        @Nullable E value = values.find(text);
        if (value == null) {
            throw reader.invalid("unknown variant `" + JsonReader.shown(text) + "`, expected one of " + values.list());
        }
        return value;
    }
}
