"""Locks a reader in, by Landlock and seccomp where the kernel has them: it may compute, and answer on its pipe.

No files are granted at all: Landlock cannot deny a folder below one that it allows, so a list of secret places would
not hold. Everything a reader needs is open or imported before.
"""

import ctypes
import errno
import logging
import os
import platform
import struct
import sys
from collections.abc import Collection, Sequence
from enum import StrEnum

logger = logging.getLogger(__name__)

PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2
SECCOMP = {"x86_64": 317, "aarch64": 277}
SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC = 1, 1
LANDLOCK_CREATE_RULESET, LANDLOCK_RESTRICT_SELF = 444, 446
LANDLOCK_VERSION_FLAG = 1
FILE_RIGHTS = (0, 13, 14, 15, 15, 16)
"""By Landlock's version, how many rights over files it knows: all of them are taken away."""
TCP_RIGHTS = 0b11
SCOPES = 0b11
"""Abstract sockets, and signals to processes outside."""

# Classic BPF: load a word of seccomp_data, jump if equal, jump if a bit is set, return.
LOAD, EQUAL, ANY_BIT, RETURN = 0x20, 0x15, 0x45, 0x06
NUMBER_AT, ARCHITECTURE_AT, ARGUMENTS_AT = 0, 4, (16, 24)
"""Of an argument the lower half, which is all that the kernel looks at where we do."""
ALLOW, KILL = 0x7FFF0000, 0x80000000
CLONE_THREAD = 0x00010000
HARMLESS_IOCTLS = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
"""TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX and FIOCLEX: what opening and reading a file asks for.

Others type into a terminal or change a file's flags.
"""
HARMFUL_FCNTLS = (8, 10, 15, 1024, 1026)
"""F_SETOWN, F_SETSIG and F_SETOWN_EX have the kernel send signals to others; F_SETLEASE and F_NOTIFY concern files."""
HARMFUL_PRCTLS = (1,)
"""PR_SET_PDEATHSIG: a reader has to die with its engine."""
JUDGED = ("clone", "clone3", "prlimit64", "tgkill", "ioctl", "fcntl", "prctl")
"""What is refused by its arguments only; all the others are refused altogether."""

_EVERYWHERE = {
    "pidfd_send_signal": 424, "io_uring_setup": 425, "io_uring_enter": 426, "io_uring_register": 427, "open_tree": 428,
    "move_mount": 429, "fsopen": 430, "fsconfig": 431, "fsmount": 432, "fspick": 433, "pidfd_open": 434, "clone3": 435,
    "openat2": 437, "pidfd_getfd": 438, "process_madvise": 440, "mount_setattr": 442, "process_mrelease": 448,
    "fchmodat2": 452, "setxattrat": 463, "getxattrat": 464, "listxattrat": 465, "removexattrat": 466,
    "open_tree_attr": 467, "file_setattr": 469,
}  # fmt: skip
_X86_64 = _EVERYWHERE | {
    "open": 2, "creat": 85, "openat": 257, "socket": 41, "connect": 42, "accept": 43, "sendto": 44, "sendmsg": 46,
    "bind": 49, "listen": 50, "socketpair": 53, "accept4": 288, "sendmmsg": 307, "fork": 57, "vfork": 58, "execve": 59,
    "execveat": 322, "kill": 62, "tkill": 200, "rt_sigqueueinfo": 129, "rt_tgsigqueueinfo": 297,
    "flock": 73, "truncate": 76, "rename": 82, "mkdir": 83, "rmdir": 84, "link": 86, "unlink": 87, "symlink": 88,
    "chmod": 90, "fchmod": 91, "chown": 92, "fchown": 93, "lchown": 94, "utime": 132, "mknod": 133, "utimes": 235,
    "mkdirat": 258, "mknodat": 259, "fchownat": 260, "futimesat": 261, "unlinkat": 263, "renameat": 264, "linkat": 265,
    "symlinkat": 266, "fchmodat": 268, "utimensat": 280, "renameat2": 316,
    "setxattr": 188, "lsetxattr": 189, "fsetxattr": 190, "getxattr": 191, "lgetxattr": 192, "fgetxattr": 193,
    "listxattr": 194, "llistxattr": 195, "flistxattr": 196, "removexattr": 197, "lremovexattr": 198,
    "fremovexattr": 199, "name_to_handle_at": 303, "open_by_handle_at": 304, "inotify_add_watch": 254,
    "fanotify_init": 300, "chroot": 161, "mount": 165, "umount2": 166, "unshare": 272, "setns": 308,
    "setpriority": 141, "sched_setparam": 142, "sched_setscheduler": 144, "sched_setaffinity": 203,
    "sched_setattr": 314, "ioprio_set": 251, "migrate_pages": 256, "move_pages": 279,
    "shmget": 29, "shmat": 30, "shmctl": 31, "semget": 64, "semop": 65, "semctl": 66, "shmdt": 67, "msgget": 68,
    "msgsnd": 69, "msgrcv": 70, "msgctl": 71, "semtimedop": 220, "mq_open": 240, "mq_unlink": 241, "mq_timedsend": 242,
    "mq_timedreceive": 243, "mq_notify": 244, "mq_getsetattr": 245, "add_key": 248, "request_key": 249, "keyctl": 250,
    "ptrace": 101, "process_vm_readv": 310, "process_vm_writev": 311, "kcmp": 312, "bpf": 321, "userfaultfd": 323,
    "perf_event_open": 298, "clone": 56, "prlimit64": 302, "tgkill": 234, "ioctl": 16, "fcntl": 72, "prctl": 157,
}  # fmt: skip
_AARCH64 = _EVERYWHERE | {
    "openat": 56, "socket": 198, "connect": 203, "accept": 202, "sendto": 206, "sendmsg": 211, "bind": 200,
    "listen": 201, "socketpair": 199, "accept4": 242, "sendmmsg": 269, "execve": 221, "execveat": 281, "kill": 129,
    "tkill": 130, "rt_sigqueueinfo": 138, "rt_tgsigqueueinfo": 240,
    "flock": 32, "truncate": 45, "mknodat": 33, "mkdirat": 34, "unlinkat": 35, "symlinkat": 36, "linkat": 37,
    "renameat": 38, "renameat2": 276, "fchmod": 52, "fchmodat": 53, "fchownat": 54, "fchown": 55, "utimensat": 88,
    "setxattr": 5, "lsetxattr": 6, "fsetxattr": 7, "getxattr": 8, "lgetxattr": 9, "fgetxattr": 10, "listxattr": 11,
    "llistxattr": 12, "flistxattr": 13, "removexattr": 14, "lremovexattr": 15, "fremovexattr": 16,
    "name_to_handle_at": 264, "open_by_handle_at": 265, "inotify_add_watch": 27, "fanotify_init": 262,
    "chroot": 51, "mount": 40, "umount2": 39, "unshare": 97, "setns": 268,
    "setpriority": 140, "sched_setparam": 118, "sched_setscheduler": 119, "sched_setaffinity": 122,
    "sched_setattr": 274, "ioprio_set": 30, "migrate_pages": 238, "move_pages": 239,
    "mq_open": 180, "mq_unlink": 181, "mq_timedsend": 182, "mq_timedreceive": 183, "mq_notify": 184,
    "mq_getsetattr": 185, "msgget": 186, "msgctl": 187, "msgrcv": 188, "msgsnd": 189, "semget": 190, "semctl": 191,
    "semtimedop": 192, "semop": 193, "shmget": 194, "shmctl": 195, "shmat": 196, "shmdt": 197,
    "add_key": 217, "request_key": 218, "keyctl": 219,
    "ptrace": 117, "process_vm_readv": 270, "process_vm_writev": 271, "kcmp": 272, "bpf": 280, "userfaultfd": 282,
    "perf_event_open": 241, "clone": 220, "prlimit64": 261, "tgkill": 131, "ioctl": 29, "fcntl": 25, "prctl": 167,
}  # fmt: skip
_MACHINES = {"x86_64": (0xC000003E, _X86_64), "aarch64": (0xC00000B7, _AARCH64)}
_X32_BIT = 0x40000000


class Level(StrEnum):
    """How far a reader is locked in."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"


def lowest(levels: Collection[Level]) -> str:
    """The level that may be promised of all; "unknown" of none."""
    return next((level.value for level in (Level.NONE, Level.PARTIAL, Level.FULL) if level in levels), "unknown")


def lock_in() -> Level:
    """Takes every right away from this process, with all its threads. There is no way back.

    Returns what the kernel could do: both, one, or nothing. Never raises.
    """
    if sys.platform != "linux":
        return Level.NONE
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return Level.NONE
    is_alone = threads() == 1
    done = [_restrict_files(libc), _restrict_calls(libc, is_alone=is_alone)]
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


def threads() -> int:
    """How many threads this process has; libraries start some of their own."""
    try:
        return len(os.listdir("/proc/self/task"))
    except OSError:
        return 2  # Perhaps there are others.


def _restrict_calls(libc: ctypes.CDLL, *, is_alone: bool) -> bool:
    """seccomp: no files, sockets, programs or processes, nothing that touches others; refused calls fail, and go on.

    For threads that run already, too: a library's may run a stranger's file as well as ours. They keep Landlock's
    rights, but cannot make the calls that would use them. is_alone says that there are none.
    """
    machine = platform.machine()
    if machine not in _MACHINES:
        return False
    code = _filter(*_MACHINES[machine], own_id=os.getpid())
    buffer = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(buffer))
    if libc.syscall(SECCOMP[machine], SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, program) == 0:
        return True
    return bool(libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, program, 0, 0) == 0) and is_alone


def _filter(architecture: int, numbers: dict[str, int], own_id: int) -> bytes:
    refuse, missing = 0x00050000 | errno.EPERM, 0x00050000 | errno.ENOSYS
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
    for name, number in numbers.items():
        if name not in JUDGED:
            code += [(EQUAL, 0, 1, number), (RETURN, 0, 0, refuse)]
    code += _judged(numbers["prlimit64"], 0, (0, own_id), ALLOW, refuse)
    code += _judged(numbers["tgkill"], 0, (own_id,), ALLOW, refuse)
    code += _judged(numbers["ioctl"], 1, HARMLESS_IOCTLS, ALLOW, refuse)
    code += _judged(numbers["fcntl"], 1, HARMFUL_FCNTLS, refuse, ALLOW)
    code += _judged(numbers["prctl"], 0, HARMFUL_PRCTLS, refuse, ALLOW)
    code += [
        (EQUAL, 0, 3, numbers["clone"]),
        (LOAD, 0, 0, ARGUMENTS_AT[0]),
        (ANY_BIT, 1, 0, CLONE_THREAD),
        (RETURN, 0, 0, refuse),
        (RETURN, 0, 0, ALLOW),
    ]
    return b"".join(struct.pack("HBBI", *instruction) for instruction in code)


def _judged(
    number: int, argument: int, values: Sequence[int], verdict: int, otherwise: int
) -> list[tuple[int, int, int, int]]:
    """What becomes of a call when one of its arguments has one of some values."""
    answers = [step for value in values for step in ((EQUAL, 0, 1, value), (RETURN, 0, 0, verdict))]
    steps = [(LOAD, 0, 0, ARGUMENTS_AT[argument]), *answers, (RETURN, 0, 0, otherwise)]
    return [(EQUAL, 0, len(steps), number), *steps]
