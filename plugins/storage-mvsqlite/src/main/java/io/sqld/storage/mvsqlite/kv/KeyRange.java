package io.sqld.storage.mvsqlite.kv;

/**
 * The keys from one to before another.
 *
 * @param begin the first key
 * @param end the first key that is no longer in it
 */
public record KeyRange(Key begin, Key end) {
    /** {@return the range of one key} */
    public static KeyRange of(Key key) {
        return new KeyRange(key, key.next());
    }

    /** {@return the range of the keys that begin with one} */
    public static KeyRange prefix(Key prefix) {
        return new KeyRange(prefix, prefix.afterPrefix());
    }

    /** {@return whether no key is in both} */
    public boolean disjoint(KeyRange other) {
        return end.compareTo(other.begin) <= 0 || other.end.compareTo(begin) <= 0;
    }
}
