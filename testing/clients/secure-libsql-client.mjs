// Reads with a token and is refused a write. Usage: node secure-libsql-client.mjs URL READ-ONLY-TOKEN
import assert from 'node:assert/strict';
import { createClient } from '@libsql/client';

const [url, authToken] = process.argv.slice(2);
for (const scheme of [url, url.replace(/^http/, 'ws')]) {
    const client = createClient({ url: scheme, authToken, intMode: 'number' });
    try {
        assert.equal((await client.execute('SELECT count(*) AS n FROM item')).rows[0].n, 3);
        await assert.rejects(client.execute('DELETE FROM item'), { code: 'SQLITE_AUTH' });
        await assert.rejects(client.execute('DROP TABLE item'), { code: 'SQLITE_AUTH' });
        assert.equal((await client.execute('SELECT count(*) AS n FROM item')).rows[0].n, 3);
    } finally {
        client.close();
    }

    const stranger = createClient({ url: scheme, authToken: authToken + 'x' });
    await assert.rejects(stranger.execute('SELECT 1'), /JWT is invalid|401/);
    stranger.close();
}
console.log('fine');
