"""Leaves nodes out of a build that are built already, or that nothing has changed for.

The platform names them by their unique ids in a file of the run's folder. dbt's own `--exclude` would also leave out
the tests of an excluded model, and names that begin with its name.
"""

import json

FILE = "leave_out.json"


def leave_out_nodes():
    try:
        with open(FILE, encoding="utf-8") as file:
            left_out = set(json.load(file))
    except FileNotFoundError:
        return
    from dbt.graph.selector import NodeSelector

    get_selected = NodeSelector.get_selected

    def get_selected_without(self, *arguments, **options):
        return get_selected(self, *arguments, **options) - left_out

    NodeSelector.get_selected = get_selected_without
