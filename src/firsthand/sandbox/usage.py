"""What processes use together, as /proc tells it: memory however it is taken, processors, and the wait for one."""

import contextlib
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass

SOCKET_KB = 416
"""What the buffers of one socket may hold: twice net.core.wmem_max, as most machines have it. They are nobody's pages."""

SAMPLE = 3
"""Of how many processes the mappings are counted, to tell what all of them have; to count them is slow."""

TICK_SECONDS = 1 / os.sysconf("SC_CLK_TCK")
PAGE_KB = os.sysconf("SC_PAGE_SIZE") // 1024
MAPPING_KB = 0.25
_SHARED_ANONYMOUS = re.compile(rb"^(\w+)-(\w+) ...s (\w+) \S+ (\d+) +/dev/zero \(deleted\)$", re.MULTILINE)


@dataclass(frozen=True)
class Process:
    """What /proc/<pid>/stat says: the parent, how many pages were put into place for it, and the seconds that it worked
    and those of its children that are dead."""

    parent: int
    faults: int
    seconds: float


def processes() -> dict[int, Process]:
    """Return all processes that can be seen from here, by their ids."""
    found = {}
    for name in os.listdir("/proc") if os.path.isdir("/proc") else ():
        if name.isdigit():
            with contextlib.suppress(OSError, ValueError, IndexError):
                with open(f"/proc/{name}/stat", encoding="utf-8", errors="replace") as file:
                    words = file.read().rsplit(")", 1)[1].split()  # a name may hold brackets and spaces
                found[int(name)] = Process(int(words[1]), int(words[7]), sum(map(int, words[11:15])) * TICK_SECONDS)
    return found


def family(root: int, everybody: dict[int, Process]) -> list[int]:
    """Return a process and all that come from it."""
    children: dict[int, list[int]] = {}
    for pid, process in everybody.items():
        children.setdefault(process.parent, []).append(pid)
    found = [root]
    for pid in found:
        found += children.get(pid, [])
    return found


def seconds_worked(pids: Iterable[int], everybody: dict[int, Process]) -> float:
    """Return the seconds that processors worked for these processes together."""
    return sum(everybody[pid].seconds for pid in pids if pid in everybody)


def longest_wait(pids: Iterable[int]) -> float:
    """Return for how many seconds that one of these processes' threads which waited longest was ready and had no processor."""
    return max((_waited(task) for pid in pids for task in tasks(pid)), default=0.0)


def tasks(pid: int) -> list[str]:
    """Return the folders in /proc of a process's threads."""
    try:
        return [f"/proc/{pid}/task/{name}" for name in os.listdir(f"/proc/{pid}/task")]
    except OSError:
        return []


def _waited(task) -> float:
    try:
        with open(f"{task}/schedstat", encoding="ascii") as file:
            return int(file.read().split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0


@dataclass(frozen=True)
class Size:
    """What a process holds, and how much it could address, in kB."""

    resident: int
    addressed: int

    @classmethod
    def of(cls, pid: int) -> "Size":
        """Return the size of a process, 0 when it has ended."""
        try:
            with open(f"/proc/{pid}/statm", encoding="ascii") as file:
                addressed, resident, *_ = map(int, file.read().split())
        except (OSError, ValueError):
            return cls(0, 0)
        return cls(resident * PAGE_KB, addressed * PAGE_KB)


def exceeds(
    limit_kb: float, inherited: Size, pids: list[int], everybody: dict[int, Process], network_is_theirs: bool
) -> bool:
    """Say whether processes together hold more memory than the limit, beyond what they inherited.

    inherited : the size of the process that they were forked from, with which they share pages until they write to them.
    network_is_theirs : whether all sockets that can be seen from them are theirs.
    They are looked at closely, which takes a hundred times as long, only where they may hold too much.
    """
    sizes = {pid: Size.of(pid) for pid in pids}
    may_hold = {pid: _may_hold_kb(pid, size, inherited, everybody.get(pid)) for pid, size in sizes.items()}
    sockets_kb = _sockets_kb(pids[0]) if network_is_theirs else 0
    most: float = sum(may_hold.values()) + sockets_kb
    if len(pids) > SAMPLE:
        sample = pids[:: len(pids) // SAMPLE]
        most += sum(_mappings(pid)[0] for pid in sample) * MAPPING_KB * len(pids) / len(sample)
    grown = max(size.addressed for size in sizes.values()) - inherited.addressed
    if max(most, grown) <= limit_kb:
        return False
    return _hold_more_than(
        limit_kb + inherited.resident - sockets_kb, sorted(pids, key=may_hold.__getitem__, reverse=True)
    )


def _may_hold_kb(pid, size, inherited, process) -> int:
    copied = min(inherited.resident, process.faults * PAGE_KB) if process else 0
    return max(0, size.resident - inherited.resident) + copied + _page_tables_kb(pid)


def _page_tables_kb(pid) -> int:
    return _entries(f"/proc/{pid}/status").get("VmPTE", 0)


def _sockets_kb(pid) -> int:
    """Return what all sockets in the network of a process may hold."""
    try:
        with open(f"/proc/{pid}/net/sockstat", encoding="ascii") as file:
            return SOCKET_KB * int(file.readline().split()[2])
    except (OSError, IndexError, ValueError):
        return 0


def _hold_more_than(limit_kb, pids) -> bool:
    """Add up the memory of processes, a page that they share counted once, also where no process has it in its tables."""
    held = 0.0
    segments: dict[bytes, int] = {}
    for pid in pids:
        rollup = _entries(f"/proc/{pid}/smaps_rollup")
        held += rollup.get("Pss", Size.of(pid).resident) - rollup.get("Pss_Shmem", 0) + _page_tables_kb(pid)
        count, shared = _mappings(pid)
        held += count * MAPPING_KB
        segments |= shared
        if held + sum(segments.values()) > limit_kb:
            return True
    return False


def _entries(path) -> dict[str, int]:
    """Return the sizes in a file of /proc whose lines read "name: number kB"."""
    found: dict[str, int] = {}
    with contextlib.suppress(OSError), open(path, encoding="utf-8", errors="replace") as file:
        for line in file:
            if line.endswith(" kB\n"):
                name, _, size = line.partition(":")
                found[name] = int(size.split()[0])
    return found


def _mappings(pid) -> tuple[int, dict[bytes, int]]:
    """Return how many mappings a process has, and the sizes in kB of the anonymous segments that it shares, by inode."""
    try:
        with open(f"/proc/{pid}/maps", "rb") as file:
            text = file.read()
    except OSError:
        return 0, {}
    segments: dict[bytes, int] = {}
    for start, end, offset, inode in _SHARED_ANONYMOUS.findall(text):
        size = int(end, 16) - int(start, 16) + int(offset, 16)
        segments[inode] = max(segments.get(inode, 0), size >> 10)
    return text.count(b"\n"), segments
