"""Leaves nodes out of a build that are built already, or that nothing has changed for.

The platform names them by their unique ids in a file of the run's folder. dbt's own `--exclude` would also leave out
the tests of an excluded model, and names that begin with its name.
"""

import json
from datetime import datetime, timezone

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
        selected = get_selected(self, *arguments, **options)
        tell(selected & left_out)
        return selected - left_out

    NodeSelector.get_selected = get_selected_without


def tell(nodes):
    """In the form of dbt's own events, on the stream that they come on."""
    info = {"name": "HoneyframeLeftOut", "level": "debug", "msg": "", "ts": datetime.now(timezone.utc).isoformat()}
    print(json.dumps({"info": info, "data": {"nodes": sorted(nodes)}}), flush=True)
