"""Sends dbt-postgres to the organisation's own database, as the login of one workspace.

The profile is the same text for every organisation, so that one parse serves all: it names no server. What the run
connects with comes in an environment variable that is gone before any Jinja runs, so no model can read the password.

DuckDB knows a table as catalogue.schema.table. Here a catalogue is a schema, and a schema of its own is part of that
schema's name: `synthea.main.patients` is `"synthea"."patients"`, `finance.main_marts.orders` is
`"finance__marts"."orders"`. So models and sources need no other text than on DuckDB.
"""

import json
import os

VARIABLE = "HONEYFRAME_WAREHOUSE"
DEFAULT_SCHEMA = "main"


def take_target():
    text = os.environ.pop(VARIABLE, None)
    return json.loads(text) if text else None


def use_target(target):
    import psycopg2

    connect = psycopg2.connect
    connection = target["connection"]
    # Whatever the profile says.
    psycopg2.connect = lambda **_: connect(**connection)

    names = Names(target["catalogue"], target["reads"])
    write_names(names)
    read_names(names)
    document_names(names)


def write_names(names):
    """In every statement that dbt renders."""
    from dbt.adapters.base.relation import BaseRelation
    from dbt.adapters.postgres.relation import PostgresRelation

    create = BaseRelation.create.__func__

    def create_here(cls, database=None, schema=None, *rest, **options):
        if schema is not None:
            database, schema = names.own, names.locate(database, schema)
        return create(cls, database, schema, *rest, **options)

    PostgresRelation.create = classmethod(create_here)
    render = BaseRelation._render_iterator

    def render_without_database(self):
        # PostgreSQL has no query across databases; a name with one is refused even where it is its own.
        for key, part in render(self):
            yield key, None if key == "database" else part

    BaseRelation._render_iterator = render_without_database


def read_names(names):
    """Where a macro asks for what is there: it takes the names from the node, as it stands in the manifest."""
    from dbt.adapters.postgres import PostgresAdapter

    def follow(name):
        ask = getattr(PostgresAdapter, name)

        def ask_here(self, database, schema, *rest, **options):
            return ask(self, names.own, names.locate(database, schema), *rest, **options)

        setattr(PostgresAdapter, name, ask_here)

    for name in ("get_relation", "list_relations", "check_schema_exists"):
        follow(name)


def document_names(names):
    """Where dbt's documentation looks for the tables of a node, and finds the node of a table."""
    from dbt.contracts.graph.manifest import Manifest
    from dbt.task.docs import generate

    used = Manifest.get_used_schemas
    Manifest.get_used_schemas = lambda self, *rest: frozenset(
        (names.own, names.locate(database, schema)) for database, schema in used(self, *rest)
    )
    key_of = generate.mapping_key

    def key_here(node):
        database, schema, name = key_of(node)
        return generate.CatalogKey(names.own, names.locate(database, schema), name)

    generate.mapping_key = key_here


class Names:
    def __init__(self, own, reads):
        self.own = own
        self.known = [own, *reads]

    def locate(self, database, schema):
        catalogue = (database or self.own).strip('"')
        if schema == DEFAULT_SCHEMA:
            return catalogue
        # dbt asks again for relations that it has made already.
        if any(schema == name or schema.startswith(name + "__") for name in self.known):
            return schema
        return f"{catalogue}__{schema.removeprefix(DEFAULT_SCHEMA + '_')}"
