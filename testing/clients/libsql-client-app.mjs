// A small application on @libsql/client. Usage: node libsql-client-app.mjs URL
import assert from 'node:assert/strict';
import { createClient } from '@libsql/client';

const [url] = process.argv.slice(2);
const client = createClient({ url, concurrency: 8 });
// One table for each transport, so that the same program may run over several on one server.
const table = `app_${url.slice(0, url.indexOf(':'))}`;

async function schema() {
    await client.migrate([
        `CREATE TABLE ${table} (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, price REAL CHECK (price >= 0),
            data BLOB)`,
        `CREATE INDEX ${table}_price ON ${table} (price)`,
    ]);
    await client.executeMultiple(`CREATE TABLE ${table}_log (name TEXT);
        CREATE TRIGGER ${table}_insert AFTER INSERT ON ${table} BEGIN
            INSERT INTO ${table}_log VALUES (new.name || ';');
        END;`);
}

async function values() {
    const data = new Uint8Array(256).map((_, i) => i);
    const row = [1, 'häß€\u{1f642} "quoted" \\ \u0001', 0.1, data.buffer];
    const inserted = await client.execute({ sql: `INSERT INTO ${table} VALUES (?, ?, ?, ?)`, args: row });
    assert.equal(inserted.rowsAffected, 1);
    assert.equal(inserted.lastInsertRowid, 1n);
    const found = await client.execute({ sql: `SELECT * FROM ${table} WHERE id = :id`, args: { id: 1 } });
    assert.deepEqual(found.columns, ['id', 'name', 'price', 'data']);
    assert.deepEqual(found.columnTypes, ['INTEGER', 'TEXT', 'REAL', 'BLOB']);
    assert.deepEqual(Array.from(found.rows[0]).slice(0, 3), row.slice(0, 3));
    assert.deepEqual(new Uint8Array(found.rows[0].data), data);
    assert.equal(found.rows[0].name, row[1]);
    const numbers = await client.execute({ sql: 'SELECT ?, ?, ?, ?, ?, typeof(?1)',
        args: [42n, true, null, -1.5e300, new Date(1_700_000_000_000)] });
    assert.deepEqual(Array.from(numbers.rows[0]), [42, 1, null, -1.5e300, 1_700_000_000_000, 'integer']);
    await assert.rejects(client.execute('SELECT 9223372036854775807'), RangeError); // the client's own limit
    const exact = createClient({ url, intMode: 'bigint' });
    assert.equal((await exact.execute('SELECT 9223372036854775807')).rows[0][0], 9223372036854775807n);
    exact.close();
}

async function batches() {
    const results = await client.batch([...Array(100).keys()].map((i) =>
        ({ sql: `INSERT INTO ${table} (name, price) VALUES (?, ?) RETURNING id`, args: [`item ${i}`, i / 4] })),
    'write');
    assert.equal(results.length, 100);
    assert.equal(results[99].rows[0].id, results[0].rows[0].id + 99);
    await assert.rejects(client.batch([
        { sql: `INSERT INTO ${table} (name) VALUES (?)`, args: ['lost'] },
        { sql: `INSERT INTO ${table} (name) VALUES (?)`, args: ['item 1'] },
    ], 'write'), { code: 'SQLITE_CONSTRAINT' });
    const [lost, log] = await client.batch([
        `SELECT count(*) FROM ${table} WHERE name = 'lost'`, `SELECT count(*) FROM ${table}_log`], 'read');
    assert.equal(lost.rows[0][0], 0);
    assert.equal(log.rows[0][0], 101);
}

async function transactions() {
    const transaction = await client.transaction('write');
    try {
        await transaction.execute(`UPDATE ${table} SET price = price + 1 WHERE name = 'item 8'`);
        await assert.rejects(transaction.execute(`UPDATE ${table} SET price = -1 WHERE name = 'item 8'`),
            { code: 'SQLITE_CONSTRAINT' });
        const inside = await transaction.execute(`SELECT price FROM ${table} WHERE name = 'item 8'`);
        assert.equal(inside.rows[0].price, 3); // a failed statement leaves the transaction open
        const outside = await client.execute(`SELECT price FROM ${table} WHERE name = 'item 8'`);
        assert.equal(outside.rows[0].price, 2);
        await transaction.commit();
    } finally {
        transaction.close();
    }
    const forgotten = await client.transaction('write');
    await forgotten.execute(`DELETE FROM ${table}`);
    forgotten.close(); // rolls back
    const after = await client.execute(`SELECT count(*), sum(name = 'item 8' AND price = 3) FROM ${table}`);
    assert.deepEqual(Array.from(after.rows[0]), [101, 1]);
    const reading = await client.transaction('read');
    assert.equal((await reading.execute(`SELECT count(*) FROM ${table}`)).rows[0][0], 101);
    await client.execute(`DELETE FROM ${table} WHERE name = 'item 9'`);
    assert.equal((await reading.execute(`SELECT count(*) FROM ${table}`)).rows[0][0], 101); // its own view of the data
    reading.close();
}

async function errors() {
    await assert.rejects(client.execute('SELECT 1 FRM x'), { code: 'SQL_PARSE_ERROR' });
    await assert.rejects(client.execute('SELECT nope'), /no such column: nope/);
    await assert.rejects(client.execute(`INSERT INTO ${table} (name) VALUES (NULL)`), { code: 'SQLITE_CONSTRAINT' });
    await assert.rejects(client.execute({ sql: 'SELECT ?, ?', args: [1] }), /./);
    assert.equal((await client.execute('SELECT 1')).rows[0][0], 1);
}

async function together() {
    await Promise.all([...Array(40).keys()].map(async (i) => {
        await client.execute({ sql: `INSERT INTO ${table} (name, price) VALUES (?, ?)`, args: [`together ${i}`, i] });
        const select = `SELECT price FROM ${table} WHERE name = ?`;
        const found = await client.execute({ sql: select, args: [`together ${i}`] });
        assert.equal(found.rows[0].price, i);
    }));
    const large = await client.execute(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
        SELECT i, 'row ' || i FROM n`);
    assert.equal(large.rows.length, 20_000);
    assert.deepEqual(Array.from(large.rows[19_999]), [20_000, 'row 20000']);
}

try {
    for (const act of [schema, values, batches, transactions, errors, together]) {
        await act();
    }
} finally {
    client.close();
}
console.log('fine');
