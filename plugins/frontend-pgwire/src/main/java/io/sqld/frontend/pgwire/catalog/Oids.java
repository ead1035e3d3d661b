package io.sqld.frontend.pgwire.catalog;

import java.util.Locale;

/**
 * The OIDs of what a SQLite schema has: a hash of its kind and name, so that they stay the same as long as the object
 * has its name, on every server, and without any state. Those below 16384 are PostgreSQL's own.
 */
public final class Oids {
    /** The first OID that PostgreSQL gives to what users make. */
    static final int FIRST = 16_384;

    /** PostgreSQL's {@code public}, which stands for {@code main}. */
    static final int PUBLIC = 2200;

    private static final int FNV_OFFSET = 0x811c9dc5;
    private static final int FNV_PRIME = 0x01000193;

    private Oids() {}

    /**
     * {@return the OID of a table, view or index: that of RowDescription and {@code pg_class}}
     *
     * @param schema as SQLite names it
     */
    public static int relation(String schema, String name) {
        return of("relation", schema, name);
    }

    /** {@return the OID of something else} */
    static int of(String kind, String schema, String name) {
        String key = kind + '\0' + (schema.equals("public") ? "main" : schema) + '\0' + name.toLowerCase(Locale.ROOT);
        int hash = FNV_OFFSET;
        for (int i = 0; i < key.length(); i++) {
            hash = (hash ^ key.charAt(i)) * FNV_PRIME;
        }
        return FIRST + Math.floorMod(hash ^ hash >>> 16, Integer.MAX_VALUE - FIRST);
    }

    /** {@return the OID of a schema} */
    static int namespace(String schema) {
        return schema.equals("main") ? PUBLIC : of("namespace", "", schema);
    }
}
