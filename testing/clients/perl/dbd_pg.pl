# A small application on DBD::Pg. The server is the one that PGHOST, PGPORT, PGUSER and PGDATABASE name.
use strict;
use warnings;
use utf8;
use DBI;
use DBD::Pg qw(:pg_types);

my $endless = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n';
my $db = DBI->connect('dbi:Pg:', '', '', { RaiseError => 1, PrintError => 0, AutoCommit => 1, pg_enable_utf8 => 1 });

sub same {
    my ($expected, $found, $what) = @_;
    my ($e, $f) = map { defined $_ ? "'$_'" : 'undef' } ($expected, $found);
    die "$what: expected $e, found $f" unless $e eq $f;
}

sub fails {
    my ($state, $act) = @_;
    die "no error $state" if eval { $act->(); 1 };
    same($state, $db->state, 'the state of ' . ($db->errstr // $@));
}

sub types {
    $db->do('DROP TABLE IF EXISTS dbd_every');
    $db->do('CREATE TABLE dbd_every (id INTEGER PRIMARY KEY, truth BOOLEAN, small SMALLINT, big BIGINT,
        ratio DOUBLE PRECISION, exact NUMERIC(20, 4), name TEXT, code VARCHAR(20), bytes BYTEA, day DATE, moment TIME,
        stamp TIMESTAMP, stamptz TIMESTAMPTZ, uid UUID, doc JSON)');
    my @names = qw(id truth small big ratio exact name code bytes day moment stamp stamptz uid doc);
    my @row = (1, 1, -7, '9223372036854775807', 0.1, '12345678.1234', "häß€\x{1f642} 'quoted' \\", 'varchar',
        join('', map { chr } 0 .. 255), '2024-02-29', '23:59:58.123456', '1999-12-31 23:59:59.999999',
        '2024-03-01 12:00:00+00', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '{"a": [1, null, "ü"]}');
    my $insert = $db->prepare('INSERT INTO dbd_every VALUES (' . join(', ', ('?') x @names) . ')');
    $insert->bind_param(9, undef, { pg_type => PG_BYTEA });
    same(1, $insert->execute(@row), 'rows inserted');
    $insert->execute(2, (undef) x (@names - 1));
    for (1 .. 4) {
        my $found = $db->selectrow_arrayref('SELECT ' . join(', ', @names) . ' FROM dbd_every WHERE id = ?', undef, 1);
        same($row[$_], $found->[$_], $names[$_]) for 0 .. $#names;
    }
    my $nothing = $db->selectrow_arrayref('SELECT * FROM dbd_every WHERE id = $1', undef, 2);
    same(undef, $nothing->[$_], $names[$_]) for 1 .. $#names;
    for (1 .. 7, 9 .. 13) {
        my ($count) = $db->selectrow_array("SELECT count(*) FROM dbd_every WHERE $names[$_] = ?", undef, $row[$_]);
        same(1, $count, "found by $names[$_]") unless $names[$_] eq 'ratio';
    }
    my $select = $db->prepare('SELECT id, name, bytes, ratio FROM dbd_every');
    $select->execute;
    same('text bytea', join(' ', @{ $select->{pg_type} }[1, 2]), 'types');
    same('id name bytes ratio', join(' ', @{ $select->{NAME} }), 'names');
    $select->finish;
    my ($text) = $db->selectrow_array('SELECT ' . $db->quote($row[6]));
    same($row[6], $text, 'a quoted value');
}

sub transactions {
    $db->do('DROP TABLE IF EXISTS dbd_note');
    $db->do('CREATE TABLE dbd_note (id INTEGER PRIMARY KEY, n INTEGER UNIQUE, t TEXT NOT NULL)');
    $db->begin_work;
    my $insert = $db->prepare('INSERT INTO dbd_note (id, n, t) VALUES (:id, :n, :t)');
    for my $i (0 .. 49) {
        $insert->bind_param(':id', $i);
        $insert->bind_param(':n', $i);
        $insert->bind_param(':t', "note $i");
        $insert->execute;
    }
    $db->commit;
    $db->begin_work;
    same(50, $db->do('DELETE FROM dbd_note'), 'rows deleted');
    $db->rollback;
    $db->begin_work;
    $db->pg_savepoint('a');
    $db->do('DELETE FROM dbd_note');
    $db->pg_rollback_to('a');
    $db->pg_release('a');
    $db->commit;
    same(50, $db->selectrow_array('SELECT count(*) FROM dbd_note'), 'rows after a rollback');
    my $tuples = $db->prepare('UPDATE dbd_note SET t = ? WHERE id = ?');
    same(3, $tuples->execute_array({}, [qw(a b c)], [0, 1, 2]), 'tuples executed');
    same('abc', join('', @{ $db->selectcol_arrayref('SELECT t FROM dbd_note WHERE id < 3 ORDER BY id') }), 'texts');
}

sub errors {
    fails('23505', sub { $db->do("INSERT INTO dbd_note VALUES (60, 1, 'twice')") });
    fails('23502', sub { $db->do('INSERT INTO dbd_note VALUES (61, 61, NULL)') });
    fails('42601', sub { $db->do('SELECT 1 FRM dbd_note') });
    fails('42P01', sub { $db->selectrow_array('SELECT * FROM dbd_missing') });
    $db->begin_work;
    fails('42703', sub { $db->selectrow_array('SELECT missing FROM dbd_note') });
    fails('25P02', sub { $db->selectrow_array('SELECT 1') });
    $db->rollback;
    same(1, $db->selectrow_array('SELECT 1'), 'one');
    same(1, $db->ping > 0, 'a ping');
    $db->do('SET statement_timeout = 200');
    fails('57014', sub { $db->selectrow_array($endless) });
    $db->do('RESET statement_timeout');
}

sub copying {
    $db->do('DROP TABLE IF EXISTS dbd_copy');
    $db->do('CREATE TABLE dbd_copy (id INTEGER PRIMARY KEY, t TEXT)');
    $db->do('COPY dbd_copy FROM STDIN');
    $db->pg_putcopydata("$_\tnote $_\n") for 1 .. 20;
    $db->pg_putcopyend;
    $db->do('COPY (SELECT t FROM dbd_copy ORDER BY id) TO STDOUT');
    my @lines;
    my $line;
    push @lines, $line while $db->pg_getcopydata($line) >= 0;
    same(20, scalar @lines, 'lines');
    same("note 20\n", $lines[19], 'the last line');
}

types();
transactions();
errors();
copying();
$db->disconnect;
print "fine\n";
