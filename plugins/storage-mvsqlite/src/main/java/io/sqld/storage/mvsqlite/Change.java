package io.sqld.storage.mvsqlite;

import java.util.SortedMap;

/**
 * What a transaction of SQLite does to one database.
 *
 * @param namespace the database
 * @param base what it saw
 * @param read the pages that it may have looked at
 * @param written their new content, by page
 * @param pagesBefore how long the database was
 * @param pagesAfter how long it becomes
 */
record Change(Namespace namespace, Snapshot base, PageSet read, SortedMap<Integer, byte[]> written, int pagesBefore,
        int pagesAfter) {}
