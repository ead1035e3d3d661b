package io.sqld.storage.mvsqlite;

/** When two transactions on one database conflict. */
enum ConflictMode {
    /** If one wrote a page that the other read or wrote. */
    PAGE,
    /** Always. Cheaper where one node writes. */
    NAMESPACE
}
