# A small application on the pg gem. The server is the one that PGHOST, PGPORT, PGUSER and PGDATABASE name.
require 'bigdecimal'
require 'date'
require 'pg'

ENDLESS = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n'.freeze
NAMES = %w[id truth small big ratio exact name code bytes day moment stamp stamptz uid doc].freeze

def same(expected, found)
  raise "expected #{expected.inspect}, found #{found.inspect}" unless expected == found
end

def fails(error)
  yield
rescue error => e
  e
else
  raise "no #{error}"
end

def types(db)
  db.exec('DROP TABLE IF EXISTS ruby_every')
  db.exec('CREATE TABLE ruby_every (id INTEGER PRIMARY KEY, truth BOOLEAN, small SMALLINT, big BIGINT,
    ratio DOUBLE PRECISION, exact NUMERIC(20, 4), name TEXT, code VARCHAR(20), bytes BYTEA, day DATE, moment TIME,
    stamp TIMESTAMP, stamptz TIMESTAMPTZ, uid UUID, doc JSON)')
  row = [1, true, -7, 2**62, 0.1, BigDecimal('12345678.1234'), "häß€\u{1f642} 'quoted' \\", 'varchar',
         (0..255).to_a.pack('C*'), Date.new(2024, 2, 29), '23:59:58.123456',
         Time.utc(1999, 12, 31, 23, 59, 59, 999_999r), Time.utc(2024, 3, 1, 12),
         'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '{"a": [1, null, "ü"]}']
  texts = row.map { |value| value.is_a?(Time) ? value.strftime('%Y-%m-%d %H:%M:%S.%6N+00') : value.to_s }
  texts[5] = row[5].to_s('F')
  texts[8] = { value: row[8], format: 1 }
  texts[11] = texts[11].delete_suffix('+00')
  places = (1..NAMES.size).map { |i| "$#{i}" }.join(', ')
  same(1, db.exec_params("INSERT INTO ruby_every VALUES (#{places})", texts).cmd_tuples)
  db.exec_params("INSERT INTO ruby_every VALUES (#{places})", [2] + [nil] * (NAMES.size - 1))

  db.type_map_for_results = PG::BasicTypeMapForResults.new(db)
  found = db.exec_params("SELECT #{NAMES.join(', ')} FROM ruby_every WHERE id = $1", [1])
  same(NAMES, found.fields)
  values = found.values.first
  values[14] = '{"a": [1, null, "ü"]}' if values[14] == { 'a' => [1, nil, 'ü'] }
  same(row.each_index.map { |i| i == 11 ? row[i].strftime('%F %T.%6N') : row[i] },
       values.each_index.map { |i| i == 11 ? values[i].strftime('%F %T.%6N') : values[i] })
  same([nil] * (NAMES.size - 1), db.exec('SELECT * FROM ruby_every WHERE id = 2').values.first[1..])

  db.type_map_for_queries = PG::BasicTypeMapForQueries.new(db)
  same(1, db.exec_params('SELECT count(*) FROM ruby_every WHERE big = $1 AND truth = $2 AND ratio > $3',
                         [2**62, true, 0.05]).getvalue(0, 0))
  binary = db.exec_params('SELECT id, bytes, ratio FROM ruby_every WHERE id = $1', [1], 1)
  same([row[0], row[8], row[4]], binary.values.first)
  db.type_map_for_queries = PG::TypeMapAllStrings.new
  db.type_map_for_results = PG::TypeMapAllStrings.new
end

def transactions(db)
  db.exec('DROP TABLE IF EXISTS ruby_note')
  db.exec('CREATE TABLE ruby_note (id INTEGER PRIMARY KEY, n INTEGER UNIQUE, t TEXT NOT NULL)')
  db.prepare('insert', 'INSERT INTO ruby_note VALUES ($1, $2, $3)')
  db.transaction { 50.times { |i| db.exec_prepared('insert', [i, i, "note #{i}"]) } }
  fails(ArgumentError) do
    db.transaction do
      same(50, db.exec('DELETE FROM ruby_note').cmd_tuples)
      raise ArgumentError
    end
  end
  same('50', db.exec('SELECT count(*) FROM ruby_note').getvalue(0, 0))
  same(PG::PQTRANS_IDLE, db.transaction_status)
  db.send_query_params('SELECT n FROM ruby_note WHERE n < $1 ORDER BY n', [30])
  db.set_single_row_mode
  seen = []
  db.get_result.stream_each { |row| seen << row['n'].to_i }
  db.get_last_result
  same((0...30).to_a, seen)
  db.describe_prepared('insert').tap { |description| same(3, description.nparams) }
  db.exec('DEALLOCATE insert')
end

def errors(db)
  error = fails(PG::UniqueViolation) { db.exec("INSERT INTO ruby_note VALUES (60, 1, 'twice')") }
  same('ruby_note', error.result.error_field(PG::PG_DIAG_TABLE_NAME))
  fails(PG::NotNullViolation) { db.exec('INSERT INTO ruby_note VALUES (61, 61, NULL)') }
  fails(PG::SyntaxError) { db.exec('SELECT 1 FRM ruby_note') }
  fails(PG::UndefinedTable) { db.exec('SELECT * FROM ruby_missing') }
  db.exec('BEGIN')
  fails(PG::UndefinedColumn) { db.exec('SELECT missing FROM ruby_note') }
  fails(PG::InFailedSqlTransaction) { db.exec('SELECT 1') }
  same(PG::PQTRANS_INERROR, db.transaction_status)
  db.exec('ROLLBACK')
  same('1', db.exec('SELECT 1').getvalue(0, 0))
end

def cancel(db)
  db.send_query(ENDLESS)
  # A request that comes before the query has begun cancels nothing.
  same(nil, db.cancel) until db.block(0.2)
  fails(PG::QueryCanceled) { db.get_last_result }
  db.exec('SET statement_timeout = 200')
  fails(PG::QueryCanceled) { db.exec(ENDLESS) }
  db.exec('RESET statement_timeout')
end

def copying(db)
  db.exec('DROP TABLE IF EXISTS ruby_copy')
  db.exec('CREATE TABLE ruby_copy (id INTEGER PRIMARY KEY, t TEXT)')
  encoder = PG::TextEncoder::CopyRow.new
  db.copy_data('COPY ruby_copy FROM STDIN', encoder) do
    20.times { |i| db.put_copy_data([i, i.odd? ? nil : "tab\t#{i}"]) }
  end
  rows = []
  db.copy_data('COPY ruby_copy TO STDOUT', PG::TextDecoder::CopyRow.new) do
    while (row = db.get_copy_data)
      rows << row
    end
  end
  same(20, rows.size)
  same(["2", "tab\t2"], rows[2])
end

PG.connect do |db|
  types(db)
  transactions(db)
  errors(db)
  cancel(db)
  copying(db)
end
puts 'fine'
