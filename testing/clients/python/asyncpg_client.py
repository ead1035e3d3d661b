"""A small application on asyncpg. The server is the one that PGHOST, PGPORT, PGUSER and PGDATABASE name."""

import asyncio
import datetime
import decimal
import io
import uuid

import asyncpg

UTC = datetime.timezone.utc
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
COLUMNS = "id, truth, small, whole, big, ratio, exact, name, code, bytes, day, moment, stamp, stamptz, uid, doc, docb"
ROW = (1, True, -7, 70_000, 2**62, 0.1, decimal.Decimal("12345678.1234"), "häß€\U0001f642 'quoted' \\", "varchar",
       bytes(range(256)), datetime.date(2024, 2, 29), datetime.time(23, 59, 58, 123456),
       datetime.datetime(1999, 12, 31, 23, 59, 59, 999999), datetime.datetime(2024, 3, 1, 12, 0, tzinfo=UTC),
       uuid.UUID("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"), '{"a": [1, null, "ü"]}', '{"b": {"c": 1.5}}')


async def raises(error, awaitable):
    try:
        await awaitable
    except error as found:
        return found
    raise AssertionError(f"no {error.__name__}")


async def types(connection):
    await connection.execute("DROP TABLE IF EXISTS asyncpg_every")
    await connection.execute("""
        CREATE TABLE asyncpg_every (id INTEGER PRIMARY KEY, truth BOOLEAN, small SMALLINT, whole INTEGER, big BIGINT,
            ratio DOUBLE PRECISION, exact NUMERIC(20, 4), name TEXT, code VARCHAR(20), bytes BYTEA, day DATE,
            moment TIME, stamp TIMESTAMP, stamptz TIMESTAMPTZ, uid UUID, doc JSON, docb JSONB)""")
    places = ", ".join(f"${i}" for i in range(1, 18))
    insert = await connection.prepare(f"INSERT INTO asyncpg_every ({COLUMNS}) VALUES ({places})")
    await insert.fetch(*ROW)
    assert insert.get_statusmsg() == "INSERT 0 1", insert.get_statusmsg()
    await insert.fetch(2, *[None] * 16)
    found = await connection.fetchrow(f"SELECT {COLUMNS} FROM asyncpg_every WHERE id = $1", 1)
    assert tuple(found)[:15] == ROW[:15], tuple(found)
    assert found["doc"].replace(" ", "") == ROW[15].replace(" ", "")
    assert found["docb"].replace(" ", "") == ROW[16].replace(" ", "")
    assert tuple(await connection.fetchrow(f"SELECT {COLUMNS} FROM asyncpg_every WHERE id = 2")) == (2, *[None] * 16)
    for index, column in enumerate(COLUMNS.split(", ")[1:15], start=1):
        count = await connection.fetchval(f"SELECT count(*) FROM asyncpg_every WHERE {column} = $1", ROW[index])
        assert count == 1, column
    assert await connection.fetchval("SELECT $1::int + 1", 41) == 42
    assert await connection.fetchval("SELECT $1::text || 'x'", "a") == "ax"


async def transactions(connection):
    await connection.execute("DROP TABLE IF EXISTS asyncpg_note")
    await connection.execute("CREATE TABLE asyncpg_note (id INTEGER PRIMARY KEY, n INTEGER UNIQUE, t TEXT NOT NULL)")
    notes = [(i, i, f"note {i}") for i in range(100)]
    await connection.executemany("INSERT INTO asyncpg_note VALUES ($1, $2, $3)", notes)
    async with connection.transaction():
        await connection.execute("DELETE FROM asyncpg_note WHERE id = $1", 3)
        nested = connection.transaction()
        await nested.start()
        await connection.execute("DELETE FROM asyncpg_note")
        await nested.rollback()
    assert await connection.fetchval("SELECT count(*) FROM asyncpg_note") == 99
    async with connection.transaction(isolation="serializable", readonly=True):
        await raises(asyncpg.ReadOnlySQLTransactionError, connection.execute("DELETE FROM asyncpg_note"))
    assert await connection.fetchval("SELECT count(*) FROM asyncpg_note") == 99


async def errors(connection):
    error = await raises(asyncpg.UniqueViolationError,
                         connection.execute("INSERT INTO asyncpg_note VALUES (200, $1, 'twice')", 1))
    assert error.table_name == "asyncpg_note", error.table_name
    await raises(asyncpg.NotNullViolationError, connection.execute("INSERT INTO asyncpg_note VALUES (201, 201, NULL)"))
    await raises(asyncpg.PostgresSyntaxError, connection.fetch("SELECT 1 FRM asyncpg_note"))
    await raises(asyncpg.UndefinedTableError, connection.fetch("SELECT * FROM asyncpg_missing"))
    transaction = connection.transaction()
    await transaction.start()
    await raises(asyncpg.UndefinedColumnError, connection.fetch("SELECT missing FROM asyncpg_note"))
    await raises(asyncpg.InFailedSQLTransactionError, connection.fetch("SELECT 1"))
    await transaction.rollback()
    await raises(asyncpg.exceptions.DataError, connection.fetch("SELECT id FROM asyncpg_note WHERE id = $1", "text"))
    assert await connection.fetchval("SELECT 1") == 1


async def cursors(connection):
    async with connection.transaction():
        read = [row["n"] async for row in connection.cursor("SELECT n FROM asyncpg_note ORDER BY n", prefetch=10)]
        assert len(read) == 99
        cursor = await connection.cursor("SELECT n FROM asyncpg_note WHERE n > $1 ORDER BY n", 50)
        assert [row["n"] for row in await cursor.fetch(5)] == [51, 52, 53, 54, 55]
        assert (await cursor.fetchrow())["n"] == 56


async def copy(connection):
    await connection.execute("DROP TABLE IF EXISTS asyncpg_copy")
    await connection.execute("CREATE TABLE asyncpg_copy (id BIGINT PRIMARY KEY, t TEXT, b BYTEA, r DOUBLE PRECISION)")
    rows = [(i, None if i % 7 == 0 else f"tab\t and {i}\\", bytes([i % 256, 0]), i / 8) for i in range(500)]
    assert await connection.copy_records_to_table("asyncpg_copy", records=rows) == "COPY 500"
    out = io.BytesIO()
    select = "SELECT id, r FROM asyncpg_copy WHERE id < $1 ORDER BY id"
    await connection.copy_from_query(select, 3, output=out, format="csv")
    assert out.getvalue() == b"0,0\n1,0.125\n2,0.25\n", out.getvalue()
    assert [tuple(row) for row in await connection.fetch("SELECT id, t, b, r FROM asyncpg_copy ORDER BY id")] == rows


async def cancel(connection):
    await raises(asyncio.TimeoutError, connection.fetch(ENDLESS, timeout=0.3))
    await connection.execute("SET statement_timeout = 200")
    await raises(asyncpg.QueryCanceledError, connection.fetch(ENDLESS))
    await connection.execute("RESET statement_timeout")
    assert await connection.fetchval("SELECT 1") == 1


async def pool():
    async with asyncpg.create_pool(min_size=1, max_size=4) as connections:
        async def one(i):
            async with connections.acquire() as connection:
                return await connection.fetchval("SELECT n FROM asyncpg_note WHERE id = $1", i)
        assert await asyncio.gather(*[one(i) for i in range(40, 80)]) == list(range(40, 80))


async def main():
    connection = await asyncpg.connect()
    assert connection.get_server_version().major >= 15
    for act in (types, transactions, errors, cursors, copy, cancel):
        await act(connection)
    await connection.close()
    await pool()


asyncio.run(main())
print("fine")
