-- Views of PostgreSQL's catalogs over those that have rows of their own. Each statement fills the relation that it names.

INSERT INTO pg_catalog.pg_tables
SELECT n.nspname, c.relname, pg_get_userbyid(c.relowner), NULL, c.relhasindex, c.relhasrules, c.relhastriggers, 0
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p');

INSERT INTO pg_catalog.pg_views
SELECT n.nspname, c.relname, pg_get_userbyid(c.relowner), pg_get_viewdef(c.oid)
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'v';

INSERT INTO pg_catalog.pg_indexes
SELECT n.nspname, c.relname, i.relname, NULL, pg_get_indexdef(i.oid)
FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class c ON c.oid = x.indrelid
JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace;

INSERT INTO pg_catalog.pg_sequences
SELECT n.nspname, c.relname, pg_get_userbyid(c.relowner), s.seqtypid, s.seqstart, s.seqmin, s.seqmax, s.seqincrement,
    s.seqcycle, s.seqcache, NULL
FROM pg_catalog.pg_sequence s JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace;

INSERT INTO pg_catalog.pg_stat_all_tables (relid, schemaname, relname, n_live_tup, n_dead_tup)
SELECT c.oid, n.nspname, c.relname, 0, 0
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r';

INSERT INTO pg_catalog.pg_stat_user_tables (relid, schemaname, relname, n_live_tup, n_dead_tup)
SELECT c.oid, n.nspname, c.relname, 0, 0
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND c.oid >= 16384;

INSERT INTO information_schema.information_schema_catalog_name SELECT current_database();

INSERT INTO information_schema.schemata (catalog_name, schema_name, schema_owner)
SELECT current_database(), nspname, pg_get_userbyid(nspowner) FROM pg_catalog.pg_namespace;

INSERT INTO information_schema.tables (table_catalog, table_schema, table_name, table_type, is_insertable_into, is_typed)
SELECT current_database(), n.nspname, c.relname,
    CASE WHEN c.relpersistence = 't' THEN 'LOCAL TEMPORARY' WHEN c.relkind = 'v' THEN 'VIEW' ELSE 'BASE TABLE' END,
    CASE c.relkind WHEN 'r' THEN 'YES' ELSE 'NO' END, 'NO'
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'v');

INSERT INTO information_schema.views
    (table_catalog, table_schema, table_name, view_definition, check_option, is_updatable, is_insertable_into,
    is_trigger_updatable, is_trigger_deletable, is_trigger_insertable_into)
SELECT current_database(), n.nspname, c.relname, pg_get_viewdef(c.oid), 'NONE', 'NO', 'NO', 'NO', 'NO', 'NO'
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'v';

INSERT INTO information_schema.columns
    (table_catalog, table_schema, table_name, column_name, ordinal_position, column_default, is_nullable, data_type,
    character_maximum_length, numeric_precision, numeric_precision_radix, numeric_scale, datetime_precision,
    udt_catalog, udt_schema, udt_name, dtd_identifier, is_self_referencing, is_identity, identity_generation,
    identity_start, identity_increment, identity_maximum, identity_minimum, identity_cycle, is_generated,
    generation_expression, is_updatable)
SELECT current_database(), n.nspname, c.relname, a.attname, a.attnum,
    CASE WHEN a.attgenerated = '' THEN d.adbin END,
    CASE WHEN a.attnotnull THEN 'NO' ELSE 'YES' END,
    CASE WHEN t.typelem <> 0 AND t.typlen = -1 THEN 'ARRAY' ELSE format_type(a.atttypid, NULL) END,
    CASE WHEN a.atttypid IN (1042, 1043) AND a.atttypmod > 4 THEN a.atttypmod - 4 END,
    CASE a.atttypid WHEN 21 THEN 16 WHEN 23 THEN 32 WHEN 20 THEN 64 WHEN 700 THEN 24 WHEN 701 THEN 53
        WHEN 1700 THEN CASE WHEN a.atttypmod > 4 THEN (a.atttypmod - 4) >> 16 END END,
    CASE WHEN a.atttypid IN (20, 21, 23, 700, 701) THEN 2 WHEN a.atttypid = 1700 THEN 10 END,
    CASE WHEN a.atttypid IN (20, 21, 23) THEN 0
        WHEN a.atttypid = 1700 AND a.atttypmod > 4 THEN (a.atttypmod - 4) & 65535 END,
    CASE a.atttypid WHEN 1082 THEN 0 WHEN 1083 THEN 6 WHEN 1114 THEN 6 WHEN 1184 THEN 6 WHEN 1266 THEN 6 END,
    current_database(), 'pg_catalog', t.typname, a.attnum, 'NO',
    CASE WHEN a.attidentity = '' THEN 'NO' ELSE 'YES' END,
    CASE a.attidentity WHEN 'a' THEN 'ALWAYS' WHEN 'd' THEN 'BY DEFAULT' END,
    CASE WHEN a.attidentity <> '' THEN '1' END, CASE WHEN a.attidentity <> '' THEN '1' END,
    CASE WHEN a.attidentity <> '' THEN '9223372036854775807' END, CASE WHEN a.attidentity <> '' THEN '1' END, 'NO',
    CASE WHEN a.attgenerated = '' THEN 'NEVER' ELSE 'ALWAYS' END,
    CASE WHEN a.attgenerated <> '' THEN d.adbin END,
    CASE WHEN c.relkind = 'r' THEN 'YES' ELSE 'NO' END
FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.attnum > 0 AND c.relkind IN ('r', 'v');

INSERT INTO information_schema.table_constraints
    (constraint_catalog, constraint_schema, constraint_name, table_catalog, table_schema, table_name, constraint_type,
    is_deferrable, initially_deferred, enforced)
SELECT current_database(), n.nspname, k.conname, current_database(), n.nspname, c.relname,
    CASE k.contype WHEN 'p' THEN 'PRIMARY KEY' WHEN 'u' THEN 'UNIQUE' WHEN 'f' THEN 'FOREIGN KEY' ELSE 'CHECK' END,
    CASE WHEN k.condeferrable THEN 'YES' ELSE 'NO' END, CASE WHEN k.condeferred THEN 'YES' ELSE 'NO' END, 'YES'
FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace;

INSERT INTO information_schema.key_column_usage
SELECT current_database(), n.nspname, k.conname, current_database(), n.nspname, c.relname, a.attname, e.key + 1,
    CASE k.contype WHEN 'f' THEN e.key + 1 END
FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace JOIN json_each(sqld_json(k.conkey)) e
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = e.value
WHERE k.contype IN ('p', 'u', 'f');

INSERT INTO information_schema.referential_constraints
SELECT current_database(), n.nspname, k.conname, current_database(), un.nspname, u.conname, 'NONE',
    CASE k.confupdtype WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' WHEN 'd' THEN 'SET DEFAULT'
        WHEN 'r' THEN 'RESTRICT' ELSE 'NO ACTION' END,
    CASE k.confdeltype WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' WHEN 'd' THEN 'SET DEFAULT'
        WHEN 'r' THEN 'RESTRICT' ELSE 'NO ACTION' END
FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_namespace n ON n.oid = k.connamespace
LEFT JOIN pg_catalog.pg_constraint u ON u.conrelid = k.confrelid AND u.contype IN ('p', 'u') AND u.conkey = k.confkey
LEFT JOIN pg_catalog.pg_namespace un ON un.oid = u.connamespace
WHERE k.contype = 'f';

INSERT INTO information_schema.constraint_column_usage
SELECT current_database(), n.nspname, c.relname, a.attname, current_database(), n.nspname, k.conname
FROM pg_catalog.pg_constraint k
JOIN pg_catalog.pg_class c ON c.oid = CASE k.contype WHEN 'f' THEN k.confrelid ELSE k.conrelid END
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN json_each(sqld_json(CASE k.contype WHEN 'f' THEN k.confkey ELSE k.conkey END)) e
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = e.value;

INSERT INTO information_schema.constraint_table_usage
SELECT current_database(), n.nspname, c.relname, current_database(), n.nspname, k.conname
FROM pg_catalog.pg_constraint k
JOIN pg_catalog.pg_class c ON c.oid = CASE k.contype WHEN 'f' THEN k.confrelid ELSE k.conrelid END
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace;

INSERT INTO information_schema.check_constraints
SELECT current_database(), n.nspname, k.conname, '(' || k.conbin || ')'
FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_namespace n ON n.oid = k.connamespace WHERE k.contype = 'c';

INSERT INTO information_schema.sequences
SELECT current_database(), n.nspname, c.relname, 'bigint', 64, 2, 0, s.seqstart, s.seqmin, s.seqmax, s.seqincrement, 'NO'
FROM pg_catalog.pg_sequence s JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace;

INSERT INTO information_schema.triggers
    (trigger_catalog, trigger_schema, trigger_name, event_manipulation, event_object_catalog, event_object_schema,
    event_object_table, action_statement, action_orientation, action_timing)
SELECT current_database(), n.nspname, t.tgname,
    CASE WHEN t.tgtype & 4 THEN 'INSERT' WHEN t.tgtype & 8 THEN 'DELETE' ELSE 'UPDATE' END,
    current_database(), n.nspname, c.relname, pg_get_triggerdef(t.oid), 'ROW',
    CASE WHEN t.tgtype & 2 THEN 'BEFORE' WHEN t.tgtype & 64 THEN 'INSTEAD OF' ELSE 'AFTER' END
FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace;

INSERT INTO information_schema.table_privileges
SELECT pg_get_userbyid(c.relowner), current_user(), current_database(), n.nspname, c.relname, p.value, 'YES', 'NO'
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN json_each('["SELECT","INSERT","UPDATE","DELETE","REFERENCES","TRIGGER"]') p
WHERE c.relkind IN ('r', 'v') AND c.oid >= 16384;

INSERT INTO information_schema.role_table_grants
SELECT pg_get_userbyid(c.relowner), current_user(), current_database(), n.nspname, c.relname, p.value, 'YES', 'NO'
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN json_each('["SELECT","INSERT","UPDATE","DELETE","REFERENCES","TRIGGER"]') p
WHERE c.relkind IN ('r', 'v') AND c.oid >= 16384;
