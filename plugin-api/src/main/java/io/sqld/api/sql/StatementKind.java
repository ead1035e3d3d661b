package io.sqld.api.sql;

/** What a statement does, as told by SQLite's authorizer while it is prepared: never guessed from the text. */
public enum StatementKind {
    /** SELECT, VALUES. */
    SELECT,
    /** INSERT, REPLACE. */
    INSERT,
    /** UPDATE. */
    UPDATE,
    /** DELETE. */
    DELETE,
    /** CREATE TABLE, also AS SELECT and TEMP. */
    CREATE_TABLE,
    /** CREATE VIRTUAL TABLE. */
    CREATE_VIRTUAL_TABLE,
    /** CREATE INDEX. */
    CREATE_INDEX,
    /** CREATE VIEW. */
    CREATE_VIEW,
    /** CREATE TRIGGER. */
    CREATE_TRIGGER,
    /** DROP TABLE, also of a virtual table. */
    DROP_TABLE,
    /** DROP INDEX. */
    DROP_INDEX,
    /** DROP VIEW. */
    DROP_VIEW,
    /** DROP TRIGGER. */
    DROP_TRIGGER,
    /** ALTER TABLE. */
    ALTER_TABLE,
    /** BEGIN. */
    BEGIN,
    /** COMMIT, END. */
    COMMIT,
    /** ROLLBACK, but not to a savepoint. */
    ROLLBACK,
    /** SAVEPOINT. */
    SAVEPOINT,
    /** RELEASE. */
    RELEASE,
    /** ROLLBACK TO a savepoint. */
    ROLLBACK_TO,
    /** PRAGMA. */
    PRAGMA,
    /** ATTACH. */
    ATTACH,
    /** DETACH. */
    DETACH,
    /** ANALYZE. */
    ANALYZE,
    /** REINDEX. */
    REINDEX,
    /** VACUUM. */
    VACUUM,
    /** EXPLAIN, EXPLAIN QUERY PLAN. */
    EXPLAIN,
    /** No statement at all: blanks, comments, a lone semicolon. */
    EMPTY,
    /** Anything that SQLite runs and this list does not name. */
    OTHER
}
