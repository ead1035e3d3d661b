-- An everyday session: what psql prints for it is in everyday.out.
\pset null '(null)'
CREATE TABLE person (id BIGINT PRIMARY KEY, name VARCHAR(40) NOT NULL UNIQUE, born DATE, paid NUMERIC(10, 2), active BOOLEAN DEFAULT TRUE);
INSERT INTO person VALUES (1, 'Ada', '1815-12-10', 12.50, TRUE), (2, 'Grace', '1906-12-09', NULL, FALSE), (3, 'Zoë', NULL, 7, TRUE);
SELECT * FROM person ORDER BY id;
SELECT name, paid * 2 AS twice, born IS NULL AS unborn FROM person WHERE active ORDER BY name DESC;
SELECT count(*), sum(paid), avg(paid), max(name) FROM person;
-- one record for each row, and other shapes
\x on
SELECT id, name FROM person WHERE id = 3;
\x off
\pset format unaligned
SELECT id, name, paid FROM person ORDER BY id;
\pset format csv
SELECT id, name, paid FROM person ORDER BY id;
\pset format aligned
\t on
SELECT name FROM person ORDER BY id LIMIT 1;
\t off
SELECT id, name, paid FROM person WHERE id > 1 ORDER BY id \gdesc
-- variables
\set who Ada
SELECT id AS found FROM person WHERE name = :'who' \gset
\echo found :found
\if :{?found}
SELECT name FROM person WHERE id = :found;
\endif
SELECT 'SELECT ' || id || ' AS n' FROM person WHERE id < 3 ORDER BY id \gexec
-- transactions
BEGIN;
UPDATE person SET paid = paid + 1 WHERE active;
SAVEPOINT before;
DELETE FROM person;
ROLLBACK TO SAVEPOINT before;
SELECT count(*) FROM person;
COMMIT;
BEGIN;
INSERT INTO person VALUES (1, 'Twin', NULL, 0, TRUE);
SELECT 1;
ROLLBACK;
ROLLBACK;
SELECT id, paid FROM person ORDER BY id;
-- errors, each of which leaves the session usable
SELEC 1;
SELECT nope FROM person;
SELECT * FROM nobody;
INSERT INTO person (id) VALUES (9);
INSERT INTO person VALUES (4, 'Ada', NULL, 0, TRUE);
SELECT 1;
-- several statements in one string are one transaction
INSERT INTO person VALUES (5, 'Eve', NULL, 1, TRUE)\; INSERT INTO person VALUES (5, 'Eve again', NULL, 1, TRUE)\; SELECT 2;
SELECT count(*) FROM person WHERE id = 5;
INSERT INTO person VALUES (6, 'Ivy', NULL, 1, TRUE) RETURNING id, name;
UPDATE person SET paid = 0 WHERE id = 6 RETURNING paid;
DELETE FROM person WHERE id = 6;
PREPARE named AS SELECT name FROM person WHERE id = $1;
EXECUTE named(2);
DEALLOCATE named;
-- copying
\copy person (id, name) FROM STDIN
10	Ten\tabs
11	Eleven
\.
COPY person (id, name, active) FROM STDIN WITH (FORMAT csv, HEADER);
id,name,active
12,"Twelve, ""quoted""",f
\.
\copy (SELECT id, name, active FROM person WHERE id >= 10 ORDER BY id) TO STDOUT
COPY (SELECT id, name, paid FROM person WHERE id >= 10 ORDER BY id) TO STDOUT WITH CSV HEADER;
COPY person (id, name) FROM STDIN;
10	taken
\.
-- cursors, settings, views
BEGIN;
DECLARE cursor CURSOR FOR SELECT id FROM person ORDER BY id;
FETCH 2 FROM cursor;
FETCH FORWARD 1 FROM cursor;
CLOSE cursor;
COMMIT;
SHOW server_version_num;
SET statement_timeout = '5s';
SHOW statement_timeout;
RESET statement_timeout;
CREATE VIEW actives AS SELECT name FROM person WHERE active;
SELECT * FROM actives ORDER BY name LIMIT 2;
DROP VIEW actives;
SELECT TRUE AS yes, 1.5::numeric AS number, 'it''s'::text AS text, '2024-02-29'::date AS day, E'tab\there' AS tab;
DROP TABLE person;
