"""Runs dbt in this process, bound to the platform that started it.

    python -I -B honeyframe_dbt.py <limits as JSON> <arguments of dbt...>

Standard input is a pipe held open by the platform: when it ends, so does this process group. The warm parent that
forks runs will grow here; everything that must happen in the process of one run is in `run_dbt`.
"""

import ctypes
import json
import os
import resource
import signal
import sys
import threading

PR_SET_PDEATHSIG = 1


def main():
    limits = json.loads(sys.argv[1])
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    run_dbt(sys.argv[2:], limits)


def run_dbt(arguments, limits):
    import honeyframe_duckdb
    from honeyframe_events import drop_unread_events
    from honeyframe_parse import follow_project
    from honeyframe_postgres import take_target, use_target
    from honeyframe_sandbox import confine
    from honeyframe_selection import leave_out_nodes

    die_with_platform(limits["parent_pid"])
    # People wait for pages, and nobody at the same moment for a build.
    os.nice(5)
    bound_memory(limits["memory_bytes"])
    honeyframe_duckdb.bound(limits)
    use_locks_of_threads()
    refuse_python_models()
    # Before dbt looks at its environment.
    target = take_target()
    from dbt.cli.main import cli

    drop_unread_events()
    leave_out_nodes()
    follow_project()
    if target:
        use_target(target)
    # After the imports, which read all over the machine; before the first thread, which would stay free.
    confine(limits["readable"], limits["writable"], limits["ports"])
    threading.Thread(target=wait_for_end_of_input, daemon=True).start()
    cli(arguments, prog_name="dbt")


def die_with_platform(parent_pid):
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    # The platform may have died between its fork and this line; then nobody sends the signal.
    if os.getppid() != parent_pid:
        os._exit(2)


def wait_for_end_of_input():
    # A plain read: sys.stdin's lock would be held when the interpreter ends.
    while os.read(0, 4096):
        pass
    os.killpg(0, signal.SIGKILL)


def bound_memory(memory_bytes):
    """The platform looks at what the run has touched, and kills it; this stops what maps more in one go than it could see."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_DATA, (2 * memory_bytes, 2 * memory_bytes))


def use_locks_of_threads():
    """dbt's locks guard threads of this process alone. As semaphores of the system they would need /dev/shm, which holds
    PostgreSQL's shared memory too and so stays closed.
    """
    from multiprocessing.context import BaseContext

    BaseContext.Lock = lambda self: threading.Lock()
    BaseContext.RLock = lambda self: threading.RLock()


def refuse_python_models():
    """A SQL model can carry a materialization that runs Python, so a look at the file names is not enough."""
    from dbt.adapters.duckdb.impl import DuckDBAdapter
    from dbt_common.exceptions import DbtRuntimeError

    def refuse(self, parsed_model, compiled_code):
        raise DbtRuntimeError("Python code in a workspace is not run.")

    DuckDBAdapter.submit_python_job = refuse


if __name__ == "__main__":
    main()
