"""A small application on psycopg2. The server is the one that PGHOST, PGPORT, PGUSER and PGDATABASE name."""

import datetime
import decimal
import io
import threading
import uuid

import psycopg2
import psycopg2.errors
import psycopg2.extras

UTC = datetime.timezone.utc
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
COLUMNS = "id, truth, small, whole, big, ratio, exact, name, code, bytes, day, moment, stamp, stamptz, uid, doc"
ROW = (1, True, -7, 70_000, 2**62, 0.1, decimal.Decimal("12345678.1234"), "häß€\U0001f642 'quoted' \\", "varchar",
       bytes(range(256)), datetime.date(2024, 2, 29), datetime.time(23, 59, 58, 123456),
       datetime.datetime(1999, 12, 31, 23, 59, 59, 999999), datetime.datetime(2024, 3, 1, 12, 0, tzinfo=UTC),
       uuid.UUID("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"), {"a": [1, None, "ü"]})


def raises(error, act, *arguments):
    try:
        act(*arguments)
    except error as found:
        return found
    raise AssertionError(f"no {error.__name__}")


def types(connection, cursor):
    psycopg2.extras.register_uuid()
    cursor.execute("DROP TABLE IF EXISTS psycopg2_every")
    cursor.execute("""
        CREATE TABLE psycopg2_every (id INTEGER PRIMARY KEY, truth BOOLEAN, small SMALLINT, whole INTEGER, big BIGINT,
            ratio DOUBLE PRECISION, exact NUMERIC(20, 4), name TEXT, code VARCHAR(20), bytes BYTEA, day DATE,
            moment TIME, stamp TIMESTAMP, stamptz TIMESTAMPTZ, uid UUID, doc JSON)""")
    insert = f"INSERT INTO psycopg2_every ({COLUMNS}) VALUES ({', '.join(['%s'] * 16)})"
    parameters = (*ROW[:-1], psycopg2.extras.Json(ROW[-1]))
    cursor.execute(insert, parameters)
    cursor.execute(insert, (2, *[None] * 15))
    connection.commit()
    cursor.execute(f"SELECT {COLUMNS} FROM psycopg2_every WHERE id = %(id)s", {"id": 1})
    found = tuple(bytes(value) if isinstance(value, memoryview) else value for value in cursor.fetchone())
    assert found == ROW, found
    cursor.execute(f"SELECT {COLUMNS} FROM psycopg2_every WHERE id = 2")
    assert cursor.fetchone() == (2, *[None] * 15)
    for index, column in enumerate(COLUMNS.split(", ")[1:], start=1):
        if column not in ("doc", "ratio"):
            cursor.execute(f"SELECT count(*) FROM psycopg2_every WHERE {column} = %s", (parameters[index],))
            assert cursor.fetchone() == (1,), column
    cursor.execute("SELECT count(*) FROM psycopg2_every WHERE id IN %s", ((1, 2, 3),))
    assert cursor.fetchone() == (2,)
    cursor.execute("SELECT count(*) FROM psycopg2_every WHERE id = ANY(%s)", ([1, 3],))
    assert cursor.fetchone() == (1,)
    connection.commit()


def transactions(connection, cursor):
    cursor.execute("DROP TABLE IF EXISTS psycopg2_note")
    cursor.execute("CREATE TABLE psycopg2_note (id INTEGER PRIMARY KEY, n INTEGER UNIQUE, t TEXT NOT NULL)")
    cursor.executemany("INSERT INTO psycopg2_note VALUES (%s, %s, %s)", [(i, i, f"note {i}") for i in range(50)])
    psycopg2.extras.execute_values(cursor, "INSERT INTO psycopg2_note VALUES %s", [(i, i, "x") for i in range(50, 100)])
    ids = psycopg2.extras.execute_values(cursor, "INSERT INTO psycopg2_note VALUES %s RETURNING id",
                                         [(i, i, "y") for i in range(100, 110)], fetch=True)
    assert ids == [(i,) for i in range(100, 110)], ids
    psycopg2.extras.execute_batch(cursor, "UPDATE psycopg2_note SET t = %s WHERE id = %s", [("z", i) for i in range(9)])
    cursor.execute("DELETE FROM psycopg2_note WHERE id >= 100")
    assert cursor.rowcount == 10
    connection.commit()
    cursor.execute("DELETE FROM psycopg2_note")
    connection.rollback()
    cursor.execute("SAVEPOINT a; DELETE FROM psycopg2_note; ROLLBACK TO SAVEPOINT a")
    cursor.execute("SELECT count(*), sum(n) FROM psycopg2_note")
    assert cursor.fetchone() == (100, 4950)
    connection.commit()
    connection.set_session(readonly=True, isolation_level="SERIALIZABLE")
    raises(psycopg2.errors.ReadOnlySqlTransaction, cursor.execute, "DELETE FROM psycopg2_note")
    connection.rollback()
    connection.set_session(readonly=False, isolation_level="DEFAULT")


def errors(connection, cursor):
    twice = "INSERT INTO psycopg2_note VALUES (200, 1, 'twice')"
    error = raises(psycopg2.errors.UniqueViolation, cursor.execute, twice)
    assert error.pgcode == "23505" and error.diag.table_name == "psycopg2_note"
    raises(psycopg2.errors.InFailedSqlTransaction, cursor.execute, "SELECT 1")
    connection.rollback()
    raises(psycopg2.errors.NotNullViolation, cursor.execute, "INSERT INTO psycopg2_note VALUES (201, 201, NULL)")
    connection.rollback()
    raises(psycopg2.errors.SyntaxError, cursor.execute, "SELECT 1 FRM psycopg2_note")
    connection.rollback()
    raises(psycopg2.errors.UndefinedTable, cursor.execute, "SELECT * FROM psycopg2_missing")
    connection.rollback()
    cursor.execute("SELECT 1")
    assert cursor.fetchone() == (1,)
    connection.commit()


def cursors(connection, cursor):
    with connection.cursor(name="psycopg2 cursor") as named:
        named.itersize = 10
        named.execute("SELECT n FROM psycopg2_note WHERE n >= %s ORDER BY n", (50,))
        assert [n for (n,) in named] == list(range(50, 100))
    connection.commit()
    with connection.cursor(name="psycopg2_scroll", scrollable=True, cursor_factory=psycopg2.extras.DictCursor) as named:
        named.execute("SELECT n FROM psycopg2_note ORDER BY n")
        named.scroll(90)
        assert [row["n"] for row in named.fetchmany(3)] == [90, 91, 92]
    connection.commit()


def copy(connection, cursor):
    cursor.execute("DROP TABLE IF EXISTS psycopg2_copy")
    cursor.execute("CREATE TABLE psycopg2_copy (id INTEGER PRIMARY KEY, t TEXT, r DOUBLE PRECISION)")
    rows = io.StringIO("1\teins\t0.5\n2\t\\N\t\\N\n3\ta\\tb\t-1\n")
    cursor.copy_from(rows, "psycopg2_copy", columns=("id", "t", "r"))
    cursor.copy_expert("COPY psycopg2_copy FROM STDIN WITH (FORMAT csv, HEADER)",
                       io.StringIO('id,t,r\n4,"say ""hi"", you",2\n5,,\n'))
    out = io.StringIO()
    cursor.copy_to(out, "psycopg2_copy", columns=("id", "t"))
    assert out.getvalue() == '1\teins\n2\t\\N\n3\ta\\tb\n4\tsay "hi", you\n5\t\\N\n', out.getvalue()
    out = io.StringIO()
    cursor.copy_expert("COPY (SELECT id, r FROM psycopg2_copy WHERE id < 4 ORDER BY id) TO STDOUT WITH CSV", out)
    assert out.getvalue() == "1,0.5\n2,\n3,-1\n", out.getvalue()
    connection.commit()


def cancel(connection, cursor):
    timer = threading.Timer(0.3, connection.cancel)
    timer.start()
    raises(psycopg2.errors.QueryCanceled, cursor.execute, ENDLESS)
    timer.join()
    connection.rollback()
    cursor.execute("SET statement_timeout = '200ms'")
    raises(psycopg2.errors.QueryCanceled, cursor.execute, ENDLESS)
    connection.rollback()
    cursor.execute("SELECT 1")
    assert cursor.fetchone() == (1,)
    connection.commit()


session = psycopg2.connect("")
with session.cursor() as first:
    for act in (types, transactions, errors, cursors, copy, cancel):
        act(session, first)
session.close()
print("fine")
