"""Closes the file system and TCP to this process with Landlock, where the kernel (Linux 5.13 and newer) has it.

DuckDB's own lists stop a plugin's SQL from reading elsewhere, but whatever they let it read it may also overwrite; and
dbt itself reads files in Python. Landlock knows read from write, and holds for the whole process.
"""

import ctypes
import os
import sys

SYS_CREATE_RULESET, SYS_ADD_RULE, SYS_RESTRICT_SELF = 444, 445, 446
CREATE_RULESET_VERSION = 1
RULE_PATH_BENEATH, RULE_NET_PORT = 1, 2
PR_SET_NO_NEW_PRIVS = 38

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1, 2, 4, 8
TRUNCATE = 1 << 14
READ = EXECUTE | READ_FILE | READ_DIR
# What a rule on a file (not a folder) may hold.
FILE_ACCESS = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE
# Bits of linux/landlock.h that each version of the interface added.
FS_ACCESS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
TCP_BIND_AND_CONNECT = 3
TCP_CONNECT = 2
SCOPE_SOCKETS_AND_SIGNALS = 3


class Ruleset(ctypes.Structure):
    _fields_ = [("fs", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64)]


class PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("access", ctypes.c_uint64), ("parent_fd", ctypes.c_int32)]


class NetPort(ctypes.Structure):
    _fields_ = [("access", ctypes.c_uint64), ("port", ctypes.c_uint64)]


def confine(readable, writable, ports):
    """Before any thread starts: a thread that exists already stays free. Returns whether the kernel obeyed. `ports` are
    those that it may connect to; without one there is no network.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(SYS_CREATE_RULESET, None, 0, CREATE_RULESET_VERSION) if sys.platform == "linux" else -1
    if version < 1:
        return False
    everything = FS_ACCESS[max(known for known in FS_ACCESS if known <= version)]
    ruleset = Ruleset(
        fs=everything,
        net=TCP_BIND_AND_CONNECT if version >= 4 else 0,
        scoped=SCOPE_SOCKETS_AND_SIGNALS if version >= 6 else 0,
    )
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    fd = check(libc.syscall(SYS_CREATE_RULESET, ctypes.byref(ruleset), size, 0))
    for path in [*readable, *SYSTEM_FILES, sys.prefix, sys.base_prefix, os.path.dirname(os.path.abspath(__file__))]:
        allow(libc, fd, path, READ & everything)
    for path in [*writable, "/dev/null"]:
        allow(libc, fd, path, everything)
    for port in ports if version >= 4 else []:
        rule = NetPort(access=TCP_CONNECT, port=port)
        check(libc.syscall(SYS_ADD_RULE, fd, RULE_NET_PORT, ctypes.byref(rule), 0))
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    check(libc.syscall(SYS_RESTRICT_SELF, fd, 0))
    os.close(fd)
    return True


# Libraries, time zones, and what DuckDB looks at to size its memory and threads; no secrets among them.
SYSTEM_FILES = [
    "/usr",
    "/lib",
    "/lib64",
    "/etc/localtime",
    "/etc/ld.so.cache",
    "/dev/urandom",
    "/proc/self/cgroup",
    "/proc/self/mountinfo",
    "/proc/meminfo",
    "/proc/cpuinfo",
    "/sys/fs/cgroup",
    "/sys/devices/system/cpu",
]


def allow(libc, ruleset, path, access):
    """What cannot be allowed (it is not there, or of a kind that takes no rule) stays closed."""
    try:
        target = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    rights = access if os.path.isdir(path) else access & FILE_ACCESS
    rule = PathBeneath(access=rights, parent_fd=target)
    libc.syscall(SYS_ADD_RULE, ruleset, RULE_PATH_BENEATH, ctypes.byref(rule), 0)
    os.close(target)


def check(result):
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return result
