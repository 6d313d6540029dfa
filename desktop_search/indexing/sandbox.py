"""Locks a reader in, by Landlock and seccomp where the kernel has them: it may compute, and answer on its pipe.

No files are granted at all: Landlock cannot deny a folder below one that it allows, so a list of secret places would
not hold. Everything a reader needs is open or imported before.
"""

import ctypes
import errno
import logging
import platform
import struct
import sys
from enum import StrEnum

logger = logging.getLogger(__name__)

PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2
LANDLOCK_CREATE_RULESET, LANDLOCK_RESTRICT_SELF = 444, 446
LANDLOCK_VERSION_FLAG = 1
FILE_RIGHTS = (0, 13, 14, 15, 15, 16)
"""By Landlock's version, how many rights over files it knows: all of them are taken away."""
TCP_RIGHTS = 0b11
SCOPES = 0b11
"""Abstract sockets, and signals to processes outside."""

# Classic BPF: load a word of seccomp_data, jump if equal, jump if a bit is set, return.
LOAD, EQUAL, ANY_BIT, RETURN = 0x20, 0x15, 0x45, 0x06
NUMBER_AT, ARCHITECTURE_AT, FIRST_ARGUMENT_AT = 0, 4, 16
ALLOW, KILL = 0x7FFF0000, 0x80000000
CLONE_THREAD = 0x00010000

_X86_64 = {
    "open": 2, "creat": 85, "openat": 257, "openat2": 437, "socket": 41, "connect": 42, "accept": 43, "sendto": 44,
    "bind": 49, "listen": 50, "socketpair": 53, "accept4": 288, "fork": 57, "vfork": 58, "execve": 59, "execveat": 322,
    "kill": 62, "tkill": 200, "truncate": 76, "rename": 82, "mkdir": 83, "rmdir": 84, "link": 86, "unlink": 87,
    "symlink": 88, "chmod": 90, "chown": 92, "ptrace": 101, "mknod": 133, "mount": 165, "umount2": 166,
    "unlinkat": 263, "renameat": 264, "linkat": 265, "symlinkat": 266, "fchmodat": 268, "renameat2": 316,
    "bpf": 321, "userfaultfd": 323, "process_vm_readv": 310, "process_vm_writev": 311, "io_uring_setup": 425,
    "pidfd_open": 434, "pidfd_getfd": 438, "perf_event_open": 298, "keyctl": 250, "unshare": 272, "setns": 308,
    "clone": 56, "clone3": 435,
}  # fmt: skip
_AARCH64 = {
    "openat": 56, "openat2": 437, "socket": 198, "connect": 203, "accept": 202, "sendto": 206, "bind": 200,
    "listen": 201, "socketpair": 199, "accept4": 242, "execve": 221, "execveat": 281, "kill": 129, "tkill": 130,
    "truncate": 45, "mkdirat": 34, "unlinkat": 35, "symlinkat": 36, "linkat": 37, "renameat": 38, "renameat2": 276,
    "fchmodat": 53, "ptrace": 117, "mknodat": 33, "mount": 40, "umount2": 39, "bpf": 280, "userfaultfd": 282,
    "process_vm_readv": 270, "process_vm_writev": 271, "io_uring_setup": 425, "pidfd_open": 434, "pidfd_getfd": 438,
    "perf_event_open": 241, "keyctl": 219, "unshare": 97, "setns": 268, "clone": 220, "clone3": 435,
}  # fmt: skip
_MACHINES = {"x86_64": (0xC000003E, _X86_64), "aarch64": (0xC00000B7, _AARCH64)}
_X32_BIT = 0x40000000


class Level(StrEnum):
    """How far a reader is locked in."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"


def lock_in() -> Level:
    """Takes every right away from this process and all its threads to come. There is no way back.

    Returns what the kernel could do: both, one, or nothing. Never raises.
    """
    if sys.platform != "linux":
        return Level.NONE
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return Level.NONE
    done = [_restrict_files(libc), _restrict_calls(libc)]
    return Level.FULL if all(done) else Level.PARTIAL if any(done) else Level.NONE


def _restrict_files(libc: ctypes.CDLL) -> bool:
    """Landlock: no path can be opened, made, changed or executed any more."""
    version = libc.syscall(LANDLOCK_CREATE_RULESET, None, ctypes.c_size_t(0), LANDLOCK_VERSION_FLAG)
    if version < 1:
        return False
    rights = (1 << FILE_RIGHTS[min(version, len(FILE_RIGHTS) - 1)]) - 1
    words = [rights] + ([TCP_RIGHTS] if version >= 4 else []) + ([SCOPES] if version >= 6 else [])
    attribute = struct.pack(f"{len(words)}Q", *words)
    ruleset = libc.syscall(LANDLOCK_CREATE_RULESET, attribute, ctypes.c_size_t(len(attribute)), 0)
    return bool(ruleset >= 0 and libc.syscall(LANDLOCK_RESTRICT_SELF, ruleset, 0) == 0)


def _restrict_calls(libc: ctypes.CDLL) -> bool:
    """seccomp: no sockets, no programs, no processes, no looking into others; refused calls fail, and go on."""
    if platform.machine() not in _MACHINES:
        return False
    code = _filter(*_MACHINES[platform.machine()])
    buffer = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(buffer))
    return bool(libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, program, 0, 0) == 0)


def _filter(architecture: int, numbers: dict[str, int]) -> bytes:
    refuse, missing = 0x00050000 | errno.EPERM, 0x00050000 | errno.ENOSYS
    refused = [number for name, number in numbers.items() if name not in ("clone", "clone3")]
    code = [
        (LOAD, 0, 0, ARCHITECTURE_AT),
        (EQUAL, 1, 0, architecture),
        (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, NUMBER_AT),
        # The x32 numbers of the same calls would pass by all that follows.
        (ANY_BIT, 0, 1, _X32_BIT),
        (RETURN, 0, 0, refuse),
        # Its flags lie in memory, where a filter cannot look; the C library then uses clone.
        (EQUAL, 0, 1, numbers["clone3"]),
        (RETURN, 0, 0, missing),
    ]
    for number in refused:
        code += [(EQUAL, 0, 1, number), (RETURN, 0, 0, refuse)]
    code += [
        (EQUAL, 0, 3, numbers["clone"]),
        (LOAD, 0, 0, FIRST_ARGUMENT_AT),
        (ANY_BIT, 1, 0, CLONE_THREAD),
        (RETURN, 0, 0, refuse),
        (RETURN, 0, 0, ALLOW),
    ]
    return b"".join(struct.pack("HBBI", *instruction) for instruction in code)
