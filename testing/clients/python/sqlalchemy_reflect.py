"""Prints the schema as SQLAlchemy reflects it. The server is the one that the PG* variables name."""

import sqlalchemy as sa

inspector = sa.inspect(sa.create_engine("postgresql+psycopg2://"))
for table in inspector.get_table_names() + inspector.get_view_names():
    columns = ", ".join(f"{column['name']} {column['type']}" for column in inspector.get_columns(table))
    print(f"{table}: {columns}")
    key = inspector.get_pk_constraint(table)
    if key["constrained_columns"]:
        print("  key", ", ".join(key["constrained_columns"]))
    for unique in inspector.get_unique_constraints(table):
        print("  unique", unique["name"], ", ".join(unique["column_names"]))
    for reference in inspector.get_foreign_keys(table):
        columns = ", ".join(reference["referred_columns"])
        print(f"  references {reference['referred_table']}({columns}) ON DELETE {reference['options']['ondelete']}")
    for index in inspector.get_indexes(table):
        if "duplicates_constraint" not in index:
            print("  index", index["name"], ", ".join(index["column_names"]))
    for check in inspector.get_check_constraints(table):
        print("  check", check["sqltext"])
