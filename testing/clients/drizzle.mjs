// A small application on Drizzle and @libsql/client. Usage: node drizzle.mjs URL MIGRATIONS, an empty directory
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClient } from '@libsql/client';
import { and, asc, count, desc, eq, gt, inArray, relations, sql, sum } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/libsql';
import { migrate } from 'drizzle-orm/libsql/migrator';
import { blob, index, integer, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

const customers = sqliteTable('drizzle_customer', {
    id: integer('id').primaryKey({ autoIncrement: true }),
    name: text('name').notNull(),
    since: integer('since', { mode: 'timestamp_ms' }),
}, (table) => [uniqueIndex('drizzle_customer_name').on(table.name)]);
const orders = sqliteTable('drizzle_order', {
    id: integer('id').primaryKey(),
    customer: integer('customer').notNull().references(() => customers.id, { onDelete: 'cascade' }),
    total: real('total').notNull(),
    express: integer('express', { mode: 'boolean' }).default(false),
    state: text('state', { enum: ['open', 'paid'] }).default('open'),
    label: blob('label', { mode: 'buffer' }),
    big: blob('big', { mode: 'bigint' }),
    extra: text('extra', { mode: 'json' }),
}, (table) => [index('drizzle_order_customer').on(table.customer)]);
const schema = {
    customers, orders,
    customerRelations: relations(customers, ({ many }) => ({ orders: many(orders) })),
    orderRelations: relations(orders, ({ one }) =>
        ({ customer: one(customers, { fields: [orders.customer], references: [customers.id] }) })),
};

const [url, folder] = process.argv.slice(2);
const client = createClient({ url, concurrency: 8 });
const db = drizzle(client, { schema });
const SINCE = new Date(Date.UTC(2024, 1, 29, 12, 30, 15, 250));

async function migrations() {
    mkdirSync(join(folder, 'meta'), { recursive: true });
    writeFileSync(join(folder, '0000_first.sql'), `
CREATE TABLE drizzle_customer (id integer PRIMARY KEY AUTOINCREMENT NOT NULL, name text NOT NULL, since integer);
--> statement-breakpoint
CREATE UNIQUE INDEX drizzle_customer_name ON drizzle_customer (name);
--> statement-breakpoint
CREATE TABLE drizzle_order (id integer PRIMARY KEY NOT NULL, customer integer NOT NULL, total real NOT NULL
    CHECK (total >= 0), express integer DEFAULT false, state text DEFAULT 'open', label blob, big blob, extra text,
    FOREIGN KEY (customer) REFERENCES drizzle_customer(id) ON DELETE cascade);
--> statement-breakpoint
CREATE INDEX drizzle_order_customer ON drizzle_order (customer);`);
    writeFileSync(join(folder, 'meta', '_journal.json'), JSON.stringify({ version: '7', dialect: 'sqlite',
        entries: [{ idx: 0, version: '6', when: 1_700_000_000_000, tag: '0000_first', breakpoints: true }] }));
    await migrate(db, { migrationsFolder: folder });
    await migrate(db, { migrationsFolder: folder }); // finds nothing to do
}

async function create() {
    for (let i = 0; i < 4; i++) {
        const [customer] = await db.insert(customers).values({ name: `Kundin ${i} ü`, since: SINCE }).returning();
        const result = await db.insert(orders).values([...Array(5).keys()].map((j) => ({
            customer: customer.id, total: i * 10 + j + 0.5, express: j % 2 === 0, label: Buffer.from([i, j, 0, 255]),
            big: 2n ** 80n + BigInt(j), extra: { i, list: [j, null] },
        })));
        assert.equal(result.rowsAffected, 5);
    }
}

async function read() {
    const found = await db.query.customers.findMany({
        with: { orders: { columns: { total: true } } }, orderBy: asc(customers.id),
    });
    assert.deepEqual(found.map((customer) => customer.name), [0, 1, 2, 3].map((i) => `Kundin ${i} ü`));
    assert.equal(found[2].since.getTime(), SINCE.getTime());
    assert.deepEqual(found[2].orders.map((order) => order.total), [20.5, 21.5, 22.5, 23.5, 24.5]);
    const [order] = await db.select().from(orders).where(and(eq(orders.customer, found[3].id), gt(orders.total, 33)));
    assert.equal(order.express, false);
    assert.equal(order.state, 'open');
    assert.deepEqual(order.label, Buffer.from([3, 3, 0, 255]));
    assert.equal(order.big, 2n ** 80n + 3n);
    assert.deepEqual(order.extra, { i: 3, list: [3, null] });
    const sums = await db.select({ name: customers.name, n: count(), total: sum(orders.total).mapWith(Number) })
        .from(customers).innerJoin(orders, eq(orders.customer, customers.id)).groupBy(customers.name)
        .orderBy(desc(customers.name));
    assert.deepEqual(sums[0], { name: 'Kundin 3 ü', n: 5, total: 162.5 });
    const prepared = db.select().from(customers).where(eq(customers.name, sql.placeholder('name'))).prepare();
    const some = await Promise.all([...Array(20).keys()].map((i) => prepared.get({ name: `Kundin ${i % 4} ü` })));
    assert.deepEqual(some.map((customer) => customer.name), [...Array(20).keys()].map((i) => `Kundin ${i % 4} ü`));
}

async function change() {
    const first = await db.query.customers.findFirst({ orderBy: asc(customers.id) });
    await db.update(orders).set({ state: 'paid', extra: null }).where(eq(orders.customer, first.id));
    await db.insert(customers).values({ id: first.id, name: 'upserted' })
        .onConflictDoUpdate({ target: customers.id, set: { name: sql`excluded.name` } });
    const paid = await db.select({ n: count() }).from(orders).where(eq(orders.state, 'paid'));
    assert.equal(paid[0].n, 5);
    const [inserted, , counted] = await db.batch([
        db.insert(customers).values({ name: 'batched' }).returning({ id: customers.id }),
        db.update(customers).set({ since: null }).where(eq(customers.name, 'batched')),
        db.select({ n: count() }).from(customers),
    ]);
    assert.equal(counted[0].n, 5);
    await db.delete(customers).where(inArray(customers.id, [inserted[0].id, first.id]));
    assert.equal((await db.select({ n: count() }).from(orders))[0].n, 15); // the others went with their customer
}

/** What was the cause of a failure, whatever the layers above made of it. */
function caused(by) {
    return (error) => {
        for (let cause = error; cause; cause = cause.cause) {
            if (by.test(`${cause.code} ${cause.message}`)) {
                return true;
            }
        }
        return false;
    };
}

async function failures() {
    await assert.rejects(db.insert(customers).values({ name: 'Kundin 1 ü' }), caused(/SQLITE_CONSTRAINT.*UNIQUE/));
    await assert.rejects(db.insert(orders).values({ customer: 99_999, total: 1 }), caused(/FOREIGN KEY/));
    await assert.rejects(db.update(orders).set({ total: -1 }), caused(/CHECK/));
    await assert.rejects(db.run(sql`SELECT * FROM drizzle_missing`), caused(/no such table/));
    await assert.rejects(db.batch([
        db.insert(customers).values({ name: 'goes too' }),
        db.insert(customers).values({ name: 'Kundin 1 ü' }),
    ]), caused(/UNIQUE/));
    await db.transaction(async (transaction) => {
        await transaction.insert(customers).values({ name: 'stays' });
        await assert.rejects(transaction.transaction(async (nested) => {
            await nested.insert(customers).values({ name: 'goes' });
            nested.rollback();
        }));
    });
    await assert.rejects(db.transaction(async (transaction) => {
        await transaction.insert(customers).values({ name: 'goes as well' });
        throw new Error('changed my mind');
    }), /changed my mind/);
    const names = (await db.select({ name: customers.name }).from(customers)).map((customer) => customer.name);
    assert.ok(names.includes('stays'));
    assert.ok(!names.some((name) => name.startsWith('goes')), names.join());
}

async function together() {
    await Promise.all([...Array(16).keys()].map(async (i) => {
        await db.insert(customers).values({ name: `together ${i}` });
        await db.transaction((transaction) => transaction.update(customers).set({ since: SINCE })
            .where(eq(customers.name, `together ${i}`)));
    }));
    const [since] = await db.select({ n: count(customers.since) }).from(customers)
        .where(sql`${customers.name} LIKE 'together %'`);
    assert.equal(since.n, 16);
}

try {
    for (const act of [migrations, create, read, change, failures, together]) {
        await act();
    }
} finally {
    client.close();
}
console.log('fine');
