// Signs in by node-postgres over TLS. Usage: node secure-node-postgres.mjs PORT USER PASSWORD CA-FILE
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import pg from 'pg';

const [port, user, password, authority] = process.argv.slice(2);
const connection = {
    host: 'localhost',
    port: Number(port),
    user,
    password,
    database: 'default',
    ssl: { ca: readFileSync(authority, 'utf8') },
};

const client = new pg.Client(connection);
await client.connect();
try {
    assert.equal(Number((await client.query('SELECT 42 AS answer')).rows[0].answer), 42);
} finally {
    await client.end();
}

await assert.rejects(async () => {
    const stranger = new pg.Client({ ...connection, password: password + 'x' });
    await stranger.connect();
}, { code: '28P01' });
console.log('fine');
