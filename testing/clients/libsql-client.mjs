// Reads and writes a database by @libsql/client. Usage: node libsql-client.mjs URL CLIENT ROUNDS
import assert from 'node:assert/strict';
import { createClient } from '@libsql/client';

const [url, name, rounds] = process.argv.slice(2);
const client = createClient({ url, intMode: 'number' });
try {
    const items = await client.execute('SELECT count(*) AS n FROM item');
    assert.equal(items.rows[0].n, 1000);

    const select = 'SELECT id, name, price, data FROM item WHERE id = :id';
    const item = await client.execute({ sql: select, args: { id: 7 } });
    assert.deepEqual(item.columns, ['id', 'name', 'price', 'data']);
    assert.equal(item.rows[0].name, 'item 7');
    assert.equal(item.rows[0].price, 1.75);
    assert.equal(Buffer.from(item.rows[0].data).toString(), 'blob 7');

    for (let n = 0; n < Number(rounds); n++) {
        const inserted = await client.execute({ sql: 'INSERT INTO note (client, n) VALUES (?, ?)', args: [name, n] });
        assert.equal(inserted.rowsAffected, 1);
        assert.ok(inserted.lastInsertRowid > 0n);
    }

    await assert.rejects(client.execute('SELECT nope'), /no such column: nope/);
    await assert.rejects(client.batch([
        { sql: 'INSERT INTO note (client, n) VALUES (?, ?)', args: [name, -1] },
        'INSERT INTO item (id, name) VALUES (1, \'taken\')',
    ], 'write'), /UNIQUE constraint failed/);

    const transaction = await client.transaction('write');
    try {
        await transaction.execute({ sql: 'INSERT INTO note (client, n) VALUES (?, ?)', args: [name, -2] });
        const seen = await transaction.execute({ sql: 'SELECT count(*) AS n FROM note WHERE n = -2', args: [] });
        assert.equal(seen.rows[0].n, 1);
        await transaction.rollback();
    } finally {
        transaction.close();
    }

    const notes = await client.execute({ sql: 'SELECT n FROM note WHERE client = ? ORDER BY n', args: [name] });
    assert.deepEqual(notes.rows.map((row) => row.n), [...Array(Number(rounds)).keys()]);
} finally {
    client.close();
}
console.log('fine');
