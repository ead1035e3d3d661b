package io.sqld.api.sql;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;

import java.util.regex.Pattern;

/**
 * The name of a database on this server. Validated where it enters; never a path.
 *
 * @param value 1 to 64 letters, digits, dashes or underscores, beginning with a letter or digit
 */
public record NamespaceName(String value) implements Comparable<NamespaceName> {
    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

    /** The namespace that always exists. */
    public static final NamespaceName DEFAULT = new NamespaceName("default");

    /** Throws {@code NAMESPACE_INVALID} for anything else. */
    public NamespaceName {
        if (!VALID.matcher(value).matches()) {
            throw new SqldException(
                    ErrorCode.NAMESPACE_INVALID,
                    "a database name has 1 to 64 letters, digits, '-' or '_', and begins with a letter or digit");
        }
    }

    @Override
    public int compareTo(NamespaceName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
