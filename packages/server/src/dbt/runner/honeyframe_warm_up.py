"""What the warm parent does before the first run: imports dbt, and makes what dbt would otherwise make in each run."""

import os
import sys
import tempfile


def import_dbt():
    import dbt.cli.main
    import dbt.task.build
    import dbt.task.retry
    import dbt.adapters.duckdb.environments.local
    from dbt.adapters.factory import load_plugin
    from dbt_common.clients import agate_helper

    for adapter in ("duckdb", "postgres"):
        try:
            load_plugin(adapter)
        except Exception as error:
            print(f"The adapter {adapter} is not loaded: {error}", file=sys.stderr)
    import honeyframe_duckdb
    import honeyframe_sandbox


# One of each kind of node, for each has a serialiser of its own.
SAMPLE = {
    "dbt_project.yml": "name: sample\nversion: 1.0.0\nprofile: honeyframe\n",
    "profiles.yml": "honeyframe: {outputs: {default: {type: duckdb, path: sample.duckdb, schema: main}}}\n",
    "models/one.sql": "select * from {{ ref('seeds') }} union all select * from {{ source('raw', 'rows') }}\n",
    "models/one.yml": """
sources: [{ name: raw, schema: main, tables: [{ name: rows }] }]
models: [{ name: one, description: One., columns: [{ name: id, data_tests: [not_null] }] }]
""",
    "seeds/seeds.csv": "id\n1\n",
    "tests/none.sql": "select * from {{ ref('one') }} where false\n",
    "macros/same.sql": "{% macro same(value) %}{{ value }}{% endmacro %}\n",
}
# The static parser would start threads.
QUIET = ["--quiet", "--log-level", "none", "--log-level-file", "none", "--no-static-parser"]
QUIET += ["--no-send-anonymous-usage-stats", "--no-version-check"]


def warm_up():
    """Parses a sample, in full and again from its cache: half of what dbt needs it makes when it first needs it
    (modules, JSON schemas, serialisers). No connection is opened, and nothing of anybody's workspace is read.
    Returns dbt's manifest of it.
    """
    from dbt.adapters.factory import reset_adapters
    from dbt.cli.main import cli

    with tempfile.TemporaryDirectory(prefix="honeyframe-dbt-") as folder:
        for name, text in SAMPLE.items():
            path = os.path.join(folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w") as file:
                file.write(text)
        places = [f"--{name}={folder}" for name in ("project-dir", "profiles-dir", "target-path", "log-path")]
        for _ in range(2):
            manifest, _success = cli([*QUIET, "parse", *places], standalone_mode=False)
    reset_adapters()
    return manifest


def compile_macros(macros):
    """Compiles dbt's own macros that a build comes to, one at each step: into dbt's cache of them, which every fork has
    then. A fifth of what a small build costs is Jinja's compiler.
    """
    from dbt_common.clients.jinja import template_cache

    waiting = [name for name in macros if ".materialization_" in name or ".test_" in name]
    seen = set()
    while waiting:
        name = waiting.pop()
        if name in seen or name not in macros:
            continue
        seen.add(name)
        waiting.extend(macros[name].depends_on.macros)
        template_cache.get_node_template(macros[name])
        yield


def close_duckdb():
    """Importing duckdb opens a connection in memory with threads of its own, which no fork would have."""
    import duckdb

    duckdb.close()
