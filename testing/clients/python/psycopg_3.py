"""A small application on psycopg 3. The server is the one that PGHOST, PGPORT, PGUSER and PGDATABASE name."""

import datetime
import decimal
import threading
import uuid

import psycopg
from psycopg.types.json import Json, Jsonb

UTC = datetime.timezone.utc
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
COLUMNS = "id, truth, small, whole, big, ratio, exact, name, code, bytes, day, moment, stamp, stamptz, uid, doc, docb"
ROW = (1, True, -7, 70_000, 2**62, 0.1, decimal.Decimal("12345678.1234"), "häß€\U0001f642 'quoted' \\", "varchar",
       bytes(range(256)), datetime.date(2024, 2, 29), datetime.time(23, 59, 58, 123456),
       datetime.datetime(1999, 12, 31, 23, 59, 59, 999999), datetime.datetime(2024, 3, 1, 12, 0, tzinfo=UTC),
       uuid.UUID("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"), {"a": [1, None, "ü"]}, {"b": {"c": 1.5}})


def raises(error, act, *arguments):
    try:
        act(*arguments)
    except error as found:
        return found
    raise AssertionError(f"no {error.__name__}")


def types(connection):
    connection.execute("DROP TABLE IF EXISTS psycopg_every")
    connection.execute("""
        CREATE TABLE psycopg_every (id INTEGER PRIMARY KEY, truth BOOLEAN, small SMALLINT, whole INTEGER, big BIGINT,
            ratio DOUBLE PRECISION, exact NUMERIC(20, 4), name TEXT, code VARCHAR(20), bytes BYTEA, day DATE,
            moment TIME, stamp TIMESTAMP, stamptz TIMESTAMPTZ, uid UUID, doc JSON, docb JSONB)""")
    insert = f"INSERT INTO psycopg_every ({COLUMNS}) VALUES ({', '.join(['%s'] * 17)})"
    parameters = (*ROW[:-2], Json(ROW[-2]), Jsonb(ROW[-1]))
    connection.execute(insert, parameters)
    connection.execute(insert, (2, *[None] * 16))
    connection.commit()
    for binary in (False, True):
        cursor = connection.cursor(binary=binary)
        for _ in range(7):  # psycopg prepares a statement when it runs for the sixth time
            found = cursor.execute(f"SELECT {COLUMNS} FROM psycopg_every WHERE id = %s", (1,)).fetchone()
            assert found == ROW, found
        assert cursor.execute(f"SELECT {COLUMNS} FROM psycopg_every WHERE id = 2").fetchone() == (2, *[None] * 16)
    for index, column in enumerate(COLUMNS.split(", ")[1:], start=1):  # each type finds itself by a parameter
        value = parameters[index]
        if column not in ("doc", "docb", "ratio"):
            count = connection.execute(f"SELECT count(*) FROM psycopg_every WHERE {column} = %s", (value,)).fetchone()
            assert count == (1,), column
    row = connection.execute("SELECT %s, %s, %s::text, %b::bigint + 1", ("text", 2.5, "cast", 41)).fetchone()
    assert row == ("text", 2.5, "cast", 42), row
    connection.commit()


def transactions(connection):
    connection.execute("DROP TABLE IF EXISTS psycopg_note")
    connection.execute("CREATE TABLE psycopg_note (id INTEGER PRIMARY KEY, n INTEGER UNIQUE, t TEXT NOT NULL)")
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO psycopg_note VALUES (%s, %s, %s)", [(i, i, f"note {i}") for i in range(100)])
        assert cursor.rowcount == 100, cursor.rowcount
        cursor.executemany("UPDATE psycopg_note SET t = %s WHERE id = %s RETURNING id", [("x", 1), ("y", 2)],
                           returning=True)
        assert cursor.fetchone() == (1,)
        assert cursor.nextset() and cursor.fetchone() == (2,)
    connection.commit()
    with connection.transaction():
        connection.execute("DELETE FROM psycopg_note WHERE id = 3")
        try:
            with connection.transaction():
                connection.execute("DELETE FROM psycopg_note")
                raise psycopg.Rollback()
        except psycopg.Rollback:
            pass
    assert connection.execute("SELECT count(*) FROM psycopg_note").fetchone() == (99,)
    connection.rollback()


def errors(connection):
    twice = "INSERT INTO psycopg_note VALUES (200, 1, 'twice')"
    error = raises(psycopg.errors.UniqueViolation, connection.execute, twice)
    assert error.diag.table_name == "psycopg_note", error.diag.table_name
    raises(psycopg.errors.InFailedSqlTransaction, connection.execute, "SELECT 1")
    connection.rollback()
    nothing = "INSERT INTO psycopg_note VALUES (201, 201, NULL)"
    error = raises(psycopg.errors.NotNullViolation, connection.execute, nothing)
    assert error.diag.column_name == "t", error.diag.column_name
    connection.rollback()
    error = raises(psycopg.errors.SyntaxError, connection.execute, "SELECT 1 FRM psycopg_note")
    assert error.sqlstate == "42601"
    connection.rollback()
    raises(psycopg.errors.UndefinedTable, connection.execute, "SELECT * FROM psycopg_missing")
    connection.rollback()
    raises(psycopg.errors.UndefinedColumn, connection.execute, "SELECT missing FROM psycopg_note")
    connection.rollback()
    assert connection.execute("SELECT 1").fetchone() == (1,)
    connection.commit()


def cursors(connection):
    with connection.cursor(name="psycopg_cursor") as cursor:
        cursor.itersize = 10
        cursor.execute("SELECT n FROM psycopg_note WHERE n >= %s ORDER BY n", (50,))
        assert [n for (n,) in cursor] == list(range(50, 100))
    connection.commit()
    read = [n for (n,) in connection.cursor().stream("SELECT n FROM psycopg_note ORDER BY n")]
    assert len(read) == 99
    connection.commit()


def copy(connection):
    connection.execute("DROP TABLE IF EXISTS psycopg_copy")
    connection.execute("CREATE TABLE psycopg_copy (id BIGINT PRIMARY KEY, t TEXT, b BYTEA, r DOUBLE PRECISION)")
    rows = [(i, None if i % 7 == 0 else f"tab\t and {i}\\", bytes([i, 0, 255]), i / 8) for i in range(200)]
    with connection.cursor() as cursor:
        with cursor.copy("COPY psycopg_copy (id, t, b, r) FROM STDIN") as text:
            for row in rows[:100]:
                text.write_row(row)
        with cursor.copy("COPY psycopg_copy (id, t, b, r) FROM STDIN (FORMAT BINARY)") as binary:
            binary.set_types(["int8", "text", "bytea", "float8"])
            for row in rows[100:]:
                binary.write_row(row)
        for form in ("", " (FORMAT BINARY)"):
            with cursor.copy(f"COPY (SELECT id, t, b, r FROM psycopg_copy ORDER BY id) TO STDOUT{form}") as out:
                out.set_types(["int8", "text", "bytea", "float8"])
                assert list(out.rows()) == rows
        with cursor.copy("COPY psycopg_copy TO STDOUT (FORMAT CSV, HEADER)") as out:
            assert b"".join(out).startswith(b"id,t,b,r\n")
    connection.commit()
    with connection.cursor() as cursor:
        def broken():
            with cursor.copy("COPY psycopg_copy (id, t) FROM STDIN") as text:
                text.write_row((1, "taken"))
        raises(psycopg.errors.UniqueViolation, broken)
    connection.rollback()
    assert connection.execute("SELECT count(*) FROM psycopg_copy").fetchone() == (200,)
    connection.commit()


def cancel(connection):
    timer = threading.Timer(0.3, connection.cancel)
    timer.start()
    error = raises(psycopg.errors.QueryCanceled, connection.execute, ENDLESS)
    timer.join()
    assert "user request" in str(error), error
    connection.rollback()
    connection.execute("SET statement_timeout = 200")
    connection.commit()
    error = raises(psycopg.errors.QueryCanceled, connection.execute, ENDLESS)
    assert "statement timeout" in str(error), error
    connection.rollback()
    connection.execute("RESET statement_timeout")
    connection.commit()
    assert connection.execute("SELECT 1").fetchone() == (1,)
    connection.commit()


def pipeline(connection):
    with connection.pipeline():
        answers = [connection.execute("SELECT %s::int + 1", (i,)) for i in range(20)]
        assert [answer.fetchone()[0] for answer in answers] == list(range(1, 21))
    connection.commit()


with psycopg.connect() as session:
    assert session.info.server_version >= 150000
    for act in (types, transactions, errors, cursors, copy, cancel, pipeline):
        act(session)
print("fine")
