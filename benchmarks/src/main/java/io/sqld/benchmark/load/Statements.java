package io.sqld.benchmark.load;

/** The SQL of every workload: the same for all, but for {@link Dialect}. */
final class Statements {
    /** Rows of each of the two loaded tables. */
    static final int ROWS = 100_000;
    /** Keys asked for lie between this and {@link #ROWS}, so that all have five digits and requests one length. */
    static final int FIRST_KEY = 10_000;
    /** What an insert stores. */
    static final String PAYLOAD = "sixty-four bytes of text that stand for what an application logs";

    private static final String SERIES =
            " WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + ROWS
                    + ") ";

    private Statements() {}

    static String select(String parameter) {
        return "SELECT id, name, quantity FROM item WHERE id = " + parameter;
    }

    static String scan() {
        return "SELECT id, name, quantity, price, note FROM item WHERE id <= " + Workload.SCAN_ROWS;
    }

    static String insert(String client, String payload) {
        return "INSERT INTO entry (client, payload) VALUES (" + client + ", " + payload + ")";
    }

    static String selectAccount(String parameter) {
        return "SELECT id, balance FROM account WHERE id = " + parameter;
    }

    static String updateAccount(String parameter) {
        return "UPDATE account SET balance = balance + 1 WHERE id = " + parameter;
    }

    static String countEntries() {
        return "SELECT count(*) FROM entry";
    }

    static String sumBalances() {
        return "SELECT sum(balance) FROM account";
    }

    /** {@return what makes and fills the tables, in order} */
    static String[] load(Dialect dialect) {
        return new String[] {
                "CREATE TABLE item (id " + dialect.key() + ", name TEXT NOT NULL, quantity BIGINT NOT NULL,"
                        + " price DOUBLE PRECISION NOT NULL, note TEXT)",
                "CREATE TABLE account (id " + dialect.key() + ", balance BIGINT NOT NULL)",
                "INSERT INTO item" + SERIES
                        + "SELECT i, 'item ' || i, i % 1000, i * 0.25, 'a note of ordinary length on ' || i FROM n",
                "INSERT INTO account" + SERIES + "SELECT i, 0 FROM n"};
    }

    /** {@return what gives every cell that inserts the same empty table} */
    static String[] resetEntries(Dialect dialect) {
        return new String[] {"DROP TABLE IF EXISTS entry",
                "CREATE TABLE entry (id " + dialect.generatedKey()
                        + ", client BIGINT NOT NULL, payload TEXT NOT NULL)"};
    }
}
