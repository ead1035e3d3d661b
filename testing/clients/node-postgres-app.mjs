// A small application on node-postgres. The server is the one that PGHOST, PGPORT, PGUSER and PGDATABASE name.
import assert from 'node:assert/strict';
import pg from 'pg';
import Cursor from 'pg-cursor';
import QueryStream from 'pg-query-stream';

const ENDLESS = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n';
const NAMES = ['id', 'truth', 'small', 'big', 'ratio', 'exact', 'name', 'code', 'bytes', 'day', 'moment', 'stamp',
    'stamptz', 'uid', 'doc', 'docb'];
const db = new pg.Client({ statement_timeout: 20_000, application_name: 'node-postgres-app' });
await db.connect();

async function types() {
    await db.query(`CREATE TABLE node_every (id INTEGER PRIMARY KEY, truth BOOLEAN, small SMALLINT, big BIGINT,
        ratio DOUBLE PRECISION, exact NUMERIC(20, 4), name TEXT, code VARCHAR(20), bytes BYTEA, day DATE, moment TIME,
        stamp TIMESTAMP, stamptz TIMESTAMPTZ, uid UUID, doc JSON, docb JSONB)`);
    const row = [1, true, -7, '9223372036854775807', 0.1, '12345678.1234', 'häß€\u{1f642} \'quoted\' \\', 'varchar',
        Buffer.from([...Array(256).keys()]), new Date(2024, 1, 29), '23:59:58.123456',
        new Date(1999, 11, 31, 23, 59, 59, 999), new Date(Date.UTC(2024, 2, 1, 12)),
        'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', { a: [1, null, 'ü'] }, { b: { c: 1.5 } }];
    const places = NAMES.map((_, i) => `$${i + 1}`).join(', ');
    for (const name of [undefined, 'insert']) { // unnamed, named
        const inserted = await db.query({ name, text: `INSERT INTO node_every VALUES (${places})`,
            values: [name ? 2 : 1, ...row.slice(1)] });
        assert.equal(inserted.rowCount, 1);
    }
    await db.query(`INSERT INTO node_every VALUES (${places})`, [3, ...Array(15).fill(null)]);
    for (const text of ['SELECT * FROM node_every WHERE id = $1', 'SELECT * FROM node_every WHERE id + 0 = $1']) {
        const found = await db.query({ text, values: [1], rowMode: 'array' });
        assert.deepEqual(found.fields.map((field) => field.name), NAMES);
        assert.deepEqual([Number(found.rows[0][0]), found.rows[0][1], Number(found.rows[0][2]),
            ...found.rows[0].slice(3)], row);
    }
    const nothing = await db.query({ text: 'SELECT * FROM node_every WHERE id = 3', rowMode: 'array' });
    assert.deepEqual(nothing.rows[0].slice(1), Array(15).fill(null));
    for (let i = 1; i < 14; i++) {
        if (NAMES[i] !== 'ratio' && NAMES[i] !== 'bytes') {
            const count = await db.query(`SELECT count(*) AS n FROM node_every WHERE ${NAMES[i]} = $1`, [row[i]]);
            assert.equal(count.rows[0].n, '2', NAMES[i]);
        }
    }
    const many = await db.query('SELECT 1 AS a; SELECT 2 AS b');
    assert.deepEqual(many.map((result) => Number(Object.values(result.rows[0])[0])), [1, 2]);
}

async function transactions() {
    await db.query('CREATE TABLE node_note (id INTEGER PRIMARY KEY, n INTEGER UNIQUE, t TEXT NOT NULL)');
    await db.query('BEGIN');
    for (let i = 0; i < 50; i++) {
        await db.query('INSERT INTO node_note VALUES ($1, $2, $3)', [i, i, `note ${i}`]);
    }
    await db.query('COMMIT');
    await db.query('BEGIN');
    assert.equal((await db.query('DELETE FROM node_note')).rowCount, 50);
    await db.query('ROLLBACK');
    const returned = await db.query('INSERT INTO node_note VALUES ($1, $2, $3) RETURNING id, t', [50, 50, 'x']);
    assert.equal(returned.command, 'INSERT');
    assert.deepEqual([Number(returned.rows[0].id), returned.rows[0].t], [50, 'x']);
}

async function cursors() {
    const cursor = db.query(new Cursor('SELECT n FROM node_note WHERE n < $1 ORDER BY n', [45]));
    const read = [];
    for (let rows = await cursor.read(10); rows.length > 0; rows = await cursor.read(10)) {
        read.push(...rows.map((row) => Number(row.n)));
    }
    await cursor.close();
    assert.deepEqual(read, [...Array(45).keys()]);
    const streamed = [];
    for await (const row of db.query(new QueryStream('SELECT n FROM node_note ORDER BY n', [], { batchSize: 7 }))) {
        streamed.push(Number(row.n));
    }
    assert.deepEqual(streamed, [...Array(51).keys()]);
}

async function errors() {
    await assert.rejects(db.query("INSERT INTO node_note VALUES (60, 1, 'twice')"),
        (error) => error.code === '23505' && error.table === 'node_note' && error.severity === 'ERROR');
    await assert.rejects(db.query('INSERT INTO node_note VALUES (61, 61, NULL)'),
        (error) => error.code === '23502' && error.column === 't');
    await assert.rejects(db.query('SELECT 1 FRM node_note'), (error) => error.code === '42601' && error.position > 0);
    await assert.rejects(db.query('SELECT * FROM node_missing WHERE a = $1', [1]), { code: '42P01' });
    await db.query('BEGIN');
    await assert.rejects(db.query('SELECT missing FROM node_note'), { code: '42703' });
    await assert.rejects(db.query('SELECT 1'), { code: '25P02' });
    await db.query('ROLLBACK');
    await db.query('SET statement_timeout = 200');
    await assert.rejects(db.query(ENDLESS), { code: '57014' });
    await db.query('RESET statement_timeout');
    assert.equal(Number((await db.query('SELECT 1 AS one')).rows[0].one), 1);
}

async function pool() {
    const connections = new pg.Pool({ max: 4 });
    const names = await Promise.all([...Array(40).keys()].map((i) =>
        connections.query('SELECT t FROM node_note WHERE id = $1', [i])));
    assert.deepEqual(names.map((result) => result.rows[0].t), [...Array(40).keys()].map((i) => `note ${i}`));
    await connections.end();
}

try {
    for (const act of [types, transactions, cursors, errors, pool]) {
        await act();
    }
} finally {
    await db.end();
}
console.log('fine');
