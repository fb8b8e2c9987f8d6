"""A plugin of dbt-duckdb that closes DuckDB to everything but the files of the run.

The profile names it: `plugins: [{module: honeyframe_duckdb, config: {attach, seed_folders, ...}}]`.
Profile settings alone cannot do this: the order of the statements matters, and dbt would attach too late.
"""

import os

from dbt.adapters.duckdb.plugins import BasePlugin

# Lies in the folder of a run that only looks.
READ_ONLY = "read_only"
MEMORY = ":memory:"


# Not in the profile: dbt would throw its parse away when an operator sets another bound, or with a new version of the
# workspace, which lies in a folder of its own.
bounds = {}
project = {}


def bound(limits):
    bounds["memory_limit"] = limits["memory_bytes"] // 2 // 1_000_000
    project["folder"] = limits["project_folder"]
    bounds["max_temp_directory_size"] = limits["disk_bytes"] // 1_000_000


class Plugin(BasePlugin):
    def initialize(self, plugin_config):
        self.config = plugin_config

    def update_connection_config(self, creds, config):
        # The run's own file is then a link to the version that readers see: attached like the others, under its name.
        # dbt asks again whenever it connects anew.
        if os.path.exists(READ_ONLY) and creds.path != MEMORY:
            self.config = {**self.config, "attach": [*self.config["attach"], creds.database]}
            creds.path = MEMORY

    def configure_connection(self, conn):
        for name in ("temp_directory", "threads"):
            conn.execute(f"SET GLOBAL {name} = {quote(self.config[name])}")
        for name, megabytes in bounds.items():
            conn.execute(f"SET GLOBAL {name} = '{megabytes}MB'")
        for name in self.config["attach"]:
            conn.execute(f'ATTACH {quote(name + ".duckdb")} AS "{name}" (READ_ONLY)')
        seeds = [os.path.join(project["folder"], folder) for folder in self.config["seed_folders"]]
        conn.execute(f"SET GLOBAL allowed_directories = {quote_list(seeds)}")
        # Extensions would be fetched from the network; a Python variable would be read as a table.
        for name in ("autoinstall_known_extensions", "autoload_known_extensions", "python_enable_replacements"):
            conn.execute(f"SET GLOBAL {name} = false")
        # In this order: turning access off allows the files attached by now, and locking ends all changes.
        conn.execute("SET GLOBAL enable_external_access = false")
        conn.execute("SET GLOBAL lock_configuration = true")


def quote(value):
    return "'" + str(value).replace("'", "''") + "'"


def quote_list(values):
    return "[" + ", ".join(quote(value) for value in values) + "]"
