"""Imports dbt once, and forks a process for each run: every run is a real dbt in a process of its own.

    python -I -B honeyframe_parent.py <process id of the platform>

Orders come on standard input and answers go to standard output, each a JSON object on a line of its own:

    {"open": "7", "stdout": path, "stderr": path}    makes two named pipes         {"opened": "7"}
    {"run": "7", "arguments", "environment",         forks                         {"started": "7", "pid": 123},
     "folder", "limits"}                                                            later {"ended": "7",
                                                                                    "exit_code": 0, "exit_signal": null}
    {"signal": "7", "number": 2}                     to the run's process group
    {"drop": "7"}                                    lets go of pipes that were opened

`{"refused": "7", "reason"}` answers what cannot be done; `{"ready": true}` comes first. Nothing of dbt runs in this
process itself: no thread, no connection, no file of a workspace, so that each fork begins as clean as the first.
"""

import gc
import json
import os
import selectors
import signal
import sys
import time
import traceback


def main():
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    from honeyframe_dbt import die_with_platform, use_locks_of_threads
    from honeyframe_warm_up import close_duckdb, compile_macros, import_dbt, warm_up

    die_with_platform(int(sys.argv[1]))
    # Ends here on a kernel that cannot tell of a child's end; cold children serve then.
    os.close(os.pidfd_open(os.getpid()))
    answers = os.dup(1)
    # A word that some import prints would be taken for an answer.
    os.dup2(2, 1)
    use_locks_of_threads()
    # The folder of the warm-up is removed even then.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    import_dbt()
    manifest = warm_up()
    close_duckdb()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    keep_for_forks()
    Parent(answers, compile_macros(manifest.macros)).serve()


def keep_for_forks():
    gc.collect()
    # What exists by now is never looked at again, so its memory stays shared with every fork.
    gc.freeze()


DONE = object()


class Parent:
    def __init__(self, answers, preparation):
        self.answers = answers
        # What makes later runs cheaper, in steps of some milliseconds, when nobody asks for anything.
        self.preparation = preparation
        self.pipes = {}
        self.runs = {}
        self.selector = selectors.DefaultSelector()

    def serve(self):
        self.selector.register(0, selectors.EVENT_READ, self.read_orders)
        self.unread = b""
        self.answer({"ready": True})
        while True:
            ready = self.selector.select(0 if self.preparation else None)
            for key, _ in ready:
                key.data()
            if not ready and self.preparation:
                self.prepare()

    def prepare(self):
        try:
            if next(self.preparation, DONE) is not DONE:
                return
        except Exception:
            # Another dbt may keep its macros elsewhere; runs then do it themselves.
            traceback.print_exc()
        self.preparation = None
        keep_for_forks()

    def read_orders(self):
        received = os.read(0, 65536)
        if not received:
            # The platform is gone or has no more use for us; runs go with us, by the signal of their parent's death.
            os._exit(0)
        *lines, self.unread = (self.unread + received).split(b"\n")
        for line in lines:
            self.obey(json.loads(line))

    def obey(self, order):
        for name in ("open", "run", "signal", "drop"):
            if name in order:
                try:
                    getattr(self, name)(order[name], order)
                except OSError as error:
                    self.drop(order[name], order)
                    self.answer({"refused": order[name], "reason": str(error)})

    def open(self, run, order):
        # Both ends, so that opening waits for nobody and a reader that comes now finds no end of file.
        self.pipes[run] = []
        for path in (order["stdout"], order["stderr"]):
            os.mkfifo(path, 0o600)
            self.pipes[run].append(os.open(path, os.O_RDWR | os.O_CLOEXEC))
        self.answer({"opened": run})

    def drop(self, run, _order):
        for fd in self.pipes.pop(run, []):
            os.close(fd)

    def run(self, run, order):
        require_one_thread()
        alive, held = os.pipe()
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            become_run(order, parent, alive, *self.pipes[run])
        # On both sides: a signal may be sent before the child has come to its own line.
        os.setpgid(pid, pid)
        os.close(alive)
        self.drop(run, order)
        self.runs[run] = pid
        ended = os.pidfd_open(pid)
        self.selector.register(ended, selectors.EVENT_READ, lambda: self.end(run, pid, ended, held))
        self.answer({"started": run, "pid": pid})

    def signal(self, run, order):
        # Not reaped yet, so the number is still that of this run.
        if run in self.runs:
            os.killpg(self.runs[run], order["number"])

    def end(self, run, pid, ended, held):
        self.selector.unregister(ended)
        kill_group(pid)
        _, status = os.waitpid(pid, 0)
        del self.runs[run]
        for fd in (ended, held):
            os.close(fd)
        code = os.waitstatus_to_exitcode(status)
        how = {"exit_code": code, "exit_signal": None}
        if code < 0:
            how = {"exit_code": None, "exit_signal": signal.Signals(-code).name}
        self.answer({"ended": run, **how})

    def answer(self, message):
        line = json.dumps(message).encode() + b"\n"
        while line:
            line = line[os.write(self.answers, line) :]


def require_one_thread():
    if sys.platform == "linux" and len(os.listdir("/proc/self/task")) > 1:
        raise OSError("a thread has started, so no fork is safe")


def become_run(order, parent, alive, stdout, stderr):
    """Never returns into the loop of the parent: dbt ends this process as it would one of its own."""
    os.setpgid(0, 0)
    for ours, standard in ((alive, 0), (stdout, 1), (stderr, 2)):
        os.dup2(ours, standard)
    # Those of the parent and of other runs.
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))
    os.environ.clear()
    os.environ.update(order["environment"])
    time.tzset()
    os.chdir(order["folder"])
    from honeyframe_dbt import run_dbt

    try:
        run_dbt(order["arguments"], {**order["limits"], "parent_pid": parent})
    except Exception:
        traceback.print_exc()
    sys.exit(1)


def kill_group(pid):
    """Whatever the run started itself goes with it; it would keep the pipes open."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


if __name__ == "__main__":
    main()
