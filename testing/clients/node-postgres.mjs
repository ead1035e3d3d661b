// Reads and writes a database by node-postgres. Usage: node node-postgres.mjs PORT CLIENT ROUNDS
import assert from 'node:assert/strict';
import pg from 'pg';

const [port, client, rounds] = process.argv.slice(2);
const connection = { host: '127.0.0.1', port: Number(port), user: 'test', database: 'default' };

const one = new pg.Client(connection);
await one.connect();
try {
    const items = await one.query('SELECT count(*) AS n FROM item');
    assert.equal(Number(items.rows[0].n), 1000);

    const item = await one.query('SELECT id, name, price, data FROM item WHERE id = $1', [7]);
    assert.equal(Number(item.rows[0].id), 7);
    assert.equal(item.rows[0].name, 'item 7');
    assert.equal(Number(item.rows[0].price), 1.75);
    assert.equal(item.rows[0].data.toString(), 'blob 7');

    for (let n = 0; n < Number(rounds); n++) {
        const inserted = await one.query({
            name: 'insert-note', // a named statement: prepared once, run often
            text: 'INSERT INTO note (client, n) VALUES ($1, $2)',
            values: [client, n],
        });
        assert.equal(inserted.command, 'INSERT');
        assert.equal(inserted.rowCount, 1);
    }

    await one.query('BEGIN');
    await one.query('INSERT INTO note (client, n) VALUES ($1, $2)', [client, -1]);
    await one.query('ROLLBACK');
    await assert.rejects(one.query('SELECT nope'), { code: '42703', message: 'no such column: nope' });
    const notes = await one.query('SELECT n FROM note WHERE client = $1 ORDER BY n', [client]);
    assert.deepEqual(notes.rows.map((row) => Number(row.n)), [...Array(Number(rounds)).keys()]);
} finally {
    await one.end();
}

const pool = new pg.Pool({ ...connection, max: 4 });
try {
    const names = await Promise.all([...Array(40).keys()].map((i) =>
        pool.query('SELECT name FROM item WHERE id = $1', [i + 1])));
    assert.deepEqual(names.map((result) => result.rows[0].name), [...Array(40).keys()].map((i) => `item ${i + 1}`));
} finally {
    await pool.end();
}
console.log('fine');
