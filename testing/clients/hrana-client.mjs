// A small application on @libsql/hrana-client, over WebSocket or HTTP by its URL. Usage: node hrana-client.mjs URL
import assert from 'node:assert/strict';
import * as hrana from '@libsql/hrana-client';

const [url] = process.argv.slice(2);
const socket = url.startsWith('ws');
const client = socket ? hrana.openWs(url, undefined, 3) : hrana.openHttp(url, undefined, undefined, undefined, 3);
// One table for each transport, so that the same program may run over several on one server.
const table = `hrana_${url.slice(0, url.indexOf(':'))}`;

async function statements() {
    const stream = client.openStream();
    await stream.sequence(`CREATE TABLE ${table} (id INTEGER PRIMARY KEY, name TEXT, price REAL, data BLOB);
        CREATE INDEX ${table}_name ON ${table} (name)`);
    const data = new Uint8Array(300).map((_, i) => i);
    const inserted = await stream.run([`INSERT INTO ${table} VALUES (?, ?, ?, ?)`, [1, 'häß€\u{1f642}\u0000', 0.1, data]]);
    assert.equal(inserted.affectedRowCount, 1);
    assert.equal(inserted.lastInsertRowid, 1n);
    const row = await stream.queryRow([`SELECT * FROM ${table} WHERE id = :id`, { id: 1 }]);
    assert.deepEqual(row.columnNames, ['id', 'name', 'price', 'data']);
    assert.deepEqual(row.columnDecltypes, ['INTEGER', 'TEXT', 'REAL', 'BLOB']);
    assert.equal(row.row.name, 'häß€\u{1f642}\u0000');
    assert.equal(row.row.price, 0.1);
    assert.deepEqual(new Uint8Array(row.row.data), data);
    assert.equal((await stream.queryValue('SELECT NULL')).value, null);
    await assert.rejects(stream.query('SELEC'), { code: 'SQL_PARSE_ERROR' });
    const described = await stream.describe(`SELECT id, :a, ?2 FROM ${table}`);
    assert.deepEqual(described.paramNames, [':a', '?2']);
    assert.equal(described.columns[0].decltype, 'INTEGER');
    assert.equal(described.isReadonly, true);
    stream.close();
}

async function pipelining() {
    const streams = Array.from({ length: 20 }, () => client.openStream());
    const answers = [];
    for (let i = 0; i < 20; i++) {
        for (const [s, stream] of streams.entries()) {
            answers.push(stream.queryValue(`SELECT ${s} * 100 + ${i}`).then(({ value }) => assert.equal(value, s * 100 + i)));
        }
    }
    await Promise.all(answers);
    streams.forEach(stream => stream.close());
}

async function transactions() {
    const one = client.openStream();
    const two = client.openStream();
    await one.run('BEGIN IMMEDIATE');
    await one.run(`INSERT INTO ${table} (name) VALUES ('uncommitted')`);
    assert.equal((await two.queryValue(`SELECT count(*) FROM ${table}`)).value, 1);
    assert.equal(await one.getAutocommit(), false);
    await one.run('ROLLBACK');
    assert.equal(await one.getAutocommit(), true);
    await one.run('BEGIN IMMEDIATE');
    await one.run(`INSERT INTO ${table} (name) VALUES ('lost')`);
    one.closeGracefully();
    // Waits for its turn until the stream of the transaction is gone.
    await two.run(`INSERT INTO ${table} (name) VALUES ('kept')`);
    assert.deepEqual((await two.query(`SELECT name FROM ${table} WHERE id > 1`)).rows.map(row => row.name), ['kept']);
    two.close();
}

async function batches(useCursor) {
    const stream = client.openStream();
    const batch = stream.batch(useCursor);
    const first = batch.step();
    const values = first.query('SELECT 1 AS a UNION ALL SELECT 2');
    const second = batch.step();
    second.condition(hrana.BatchCond.ok(first));
    const failed = second.run('SELECT * FROM nope').then(() => 'fine', error => error.code);
    const third = batch.step();
    third.condition(hrana.BatchCond.and(batch, [hrana.BatchCond.error(second), hrana.BatchCond.isAutocommit(batch)]));
    const inserted = third.run(`INSERT INTO ${table} (name) VALUES ('batch')`);
    const fourth = batch.step();
    fourth.condition(hrana.BatchCond.ok(second));
    const skipped = fourth.query('SELECT 4');
    await batch.execute();
    assert.deepEqual((await values).rows.map(row => row.a), [1, 2]);
    assert.equal(await failed, 'SQLITE_UNKNOWN');
    assert.equal((await inserted).affectedRowCount, 1);
    assert.equal(await skipped, undefined);
    stream.close();
}

async function longResults(useCursor) {
    const stream = client.openStream();
    const batch = stream.batch(useCursor);
    const rows = batch.step().query('WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT i FROM n');
    const after = batch.step().queryValue('SELECT \'after\'');
    await batch.execute();
    const all = (await rows).rows.map(row => row.i);
    assert.equal(all.length, 20000);
    assert.equal(all[19999], 20000);
    assert.equal((await after).value, 'after');
    stream.close();
}

async function storedTexts() {
    // With HTTP a text belongs to a stream, with WebSocket to the connection.
    const stream = client.openStream();
    const sql = (socket ? client : stream).storeSql('SELECT ? || \'!\'');
    for (let i = 0; i < 3; i++) {
        assert.equal((await stream.queryValue([sql, [`n${i}`]])).value, `n${i}!`);
    }
    sql.close();
    stream.close();
}

if (socket) {
    assert.equal(await client.getVersion(), 3);
}
await statements();
await pipelining();
await transactions();
await batches(false);
await longResults(false);
await batches(true);
await longResults(true);
await storedTexts();
client.close();
console.log('fine');
