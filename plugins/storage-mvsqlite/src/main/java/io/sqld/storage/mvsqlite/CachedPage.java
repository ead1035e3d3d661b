package io.sqld.storage.mvsqlite;

import io.sqld.storage.mvsqlite.kv.Versionstamp;

/** A page as it was from one version of its namespace to another, at least. The image must not be changed. */
final class CachedPage {
    private final Versionstamp from;
    private final byte[] image;
    private volatile Versionstamp through;

    CachedPage(Versionstamp from, Versionstamp through, byte[] image) {
        this.from = from;
        this.through = through;
        this.image = image;
    }

    Versionstamp from() {
        return from;
    }

    Versionstamp through() {
        return through;
    }

    void through(Versionstamp later) {
        through = later;
    }

    byte[] image() {
        return image;
    }
}
