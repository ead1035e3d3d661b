<?php
// A small application on PDO. The server is the one that PGHOST, PGPORT, PGUSER and PGDATABASE name.
declare(strict_types=1);

const ENDLESS = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n';

function same(mixed $expected, mixed $found): void
{
    if ($expected !== $found) {
        throw new Exception('expected ' . var_export($expected, true) . ', found ' . var_export($found, true));
    }
}

function fails(string $sqlState, callable $act): PDOException
{
    try {
        $act();
    } catch (PDOException $e) {
        same($sqlState, $e->getCode());
        return $e;
    }
    throw new Exception("no error $sqlState");
}

function connect(): PDO
{
    $dsn = sprintf('pgsql:host=%s;port=%s;dbname=%s', getenv('PGHOST'), getenv('PGPORT'), getenv('PGDATABASE'));
    return new PDO($dsn, getenv('PGUSER'), null, [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION]);
}

function types(PDO $db): void
{
    $db->exec('DROP TABLE IF EXISTS pdo_every');
    $db->exec('CREATE TABLE pdo_every (id INTEGER PRIMARY KEY, truth BOOLEAN, small SMALLINT, big BIGINT,
        ratio DOUBLE PRECISION, exact NUMERIC(20, 4), name TEXT, code VARCHAR(20), bytes BYTEA, day DATE, moment TIME,
        stamp TIMESTAMP, stamptz TIMESTAMPTZ, uid UUID, doc JSON)');
    $row = ['id' => 1, 'truth' => true, 'small' => -7, 'big' => PHP_INT_MAX, 'ratio' => 0.1,
        'exact' => '12345678.1234', 'name' => "häß€\u{1f642} 'quoted' \\", 'code' => 'varchar',
        'bytes' => implode('', array_map('chr', range(0, 255))), 'day' => '2024-02-29', 'moment' => '23:59:58.123456',
        'stamp' => '1999-12-31 23:59:59.999999', 'stamptz' => '2024-03-01 12:00:00+00',
        'uid' => 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'doc' => '{"a": [1, null, "ü"]}'];
    $names = array_keys($row);
    $insert = $db->prepare('INSERT INTO pdo_every (' . implode(', ', $names) . ') VALUES (:'
        . implode(', :', $names) . ')');
    foreach ($row as $name => $value) {
        $type = $name === 'bytes' ? PDO::PARAM_LOB : (is_bool($value) ? PDO::PARAM_BOOL
            : (is_int($value) ? PDO::PARAM_INT : PDO::PARAM_STR));
        $insert->bindValue($name, is_float($value) ? (string) $value : $value, $type);
    }
    $insert->execute();
    same(1, $insert->rowCount());
    $insert->execute(array_merge(array_fill_keys($names, null), ['id' => 2]));
    for ($i = 0; $i < 3; $i++) {
        $select = $db->prepare('SELECT ' . implode(', ', $names) . ' FROM pdo_every WHERE id = ?');
        $select->execute([1]);
        $found = $select->fetch(PDO::FETCH_ASSOC);
        $found['bytes'] = stream_get_contents($found['bytes']);
        $found['ratio'] = (float) $found['ratio'];
        same($row, $found);
    }
    $select->execute([2]);
    same(array_fill(0, count($names) - 1, null), array_slice($select->fetch(PDO::FETCH_NUM), 1));
    same(['INT', 'BOOL', 'TEXT', 'BYTEA'], array_map(
        fn (int $column) => strtoupper(preg_replace('/[48]$/', '', $select->getColumnMeta($column)['native_type'])),
        [0, 1, 6, 8]));
    foreach (['truth', 'small', 'big', 'exact', 'name', 'code', 'day', 'moment', 'stamp', 'stamptz', 'uid'] as $name) {
        $count = $db->prepare("SELECT count(*) FROM pdo_every WHERE $name = ?");
        $count->bindValue(1, $row[$name], is_bool($row[$name]) ? PDO::PARAM_BOOL : PDO::PARAM_STR);
        $count->execute();
        same(1, $count->fetchColumn());
    }
    $db->setAttribute(PDO::ATTR_EMULATE_PREPARES, true); // the values are part of the text
    $select = $db->prepare('SELECT name FROM pdo_every WHERE name = :name AND id = :id');
    $select->execute(['name' => $row['name'], 'id' => 1]);
    same($row['name'], $select->fetchColumn());
    $db->setAttribute(PDO::ATTR_EMULATE_PREPARES, false);
}

function transactions(PDO $db): void
{
    $db->exec('DROP TABLE IF EXISTS pdo_note');
    $db->exec('CREATE TABLE pdo_note (id INTEGER PRIMARY KEY, n INTEGER UNIQUE, t TEXT NOT NULL)');
    $db->beginTransaction();
    $insert = $db->prepare('INSERT INTO pdo_note (id, n, t) VALUES (?, ?, ?)');
    for ($i = 0; $i < 50; $i++) {
        $insert->execute([$i, $i, "note $i"]);
    }
    same(true, $db->inTransaction());
    $db->commit();
    $db->beginTransaction();
    same(50, $db->exec('DELETE FROM pdo_note'));
    $db->rollBack();
    same(50, $db->query('SELECT count(*) FROM pdo_note')->fetchColumn());
    $returned = $db->query("INSERT INTO pdo_note (id, n, t) VALUES (50, 50, 'x') RETURNING id, t");
    same(['id' => 50, 't' => 'x'], $returned->fetch(PDO::FETCH_ASSOC));
    $scroll = $db->prepare('SELECT n FROM pdo_note ORDER BY n', [PDO::ATTR_CURSOR => PDO::CURSOR_SCROLL]);
    $db->beginTransaction();
    $scroll->execute(); // declares a cursor
    same(0, $scroll->fetchColumn());
    same(1, $scroll->fetchColumn());
    $scroll->closeCursor();
    $db->commit();
}

function errors(PDO $db): void
{
    $e = fails('23505', fn () => $db->exec("INSERT INTO pdo_note VALUES (60, 1, 'twice')"));
    same('23505', $e->errorInfo[0]);
    fails('23502', fn () => $db->exec('INSERT INTO pdo_note VALUES (61, 61, NULL)'));
    fails('42601', fn () => $db->query('SELECT 1 FRM pdo_note'));
    fails('42P01', fn () => $db->query('SELECT * FROM pdo_missing'));
    $db->beginTransaction();
    fails('42703', fn () => $db->query('SELECT missing FROM pdo_note'));
    fails('25P02', fn () => $db->query('SELECT 1'));
    $db->rollBack();
    same(1, $db->query('SELECT 1')->fetchColumn());
    $db->exec('SET statement_timeout = 200');
    fails('57014', fn () => $db->query(ENDLESS));
    $db->exec('RESET statement_timeout');
}

function copying(PDO $db): void
{
    $db->exec('DROP TABLE IF EXISTS pdo_copy');
    $db->exec('CREATE TABLE pdo_copy (id INTEGER PRIMARY KEY, t TEXT)');
    same(true, $db->pgsqlCopyFromArray('pdo_copy', ["1\teins", "2\t\\N"]));
    same(["1\teins\n", "2\t\\N\n"], $db->pgsqlCopyToArray('pdo_copy'));
}

$db = connect();
types($db);
transactions($db);
errors($db);
copying($db);
echo "fine\n";
