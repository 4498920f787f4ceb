"""What of the sandbox this machine allows, found by trying it."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from firsthand.sandbox import isolation, seccomp
from firsthand.sandbox.bubblewrap import sandboxed

TRIAL_LIMIT_SECONDS = 60


def why_no_isolation() -> str:
    """Try all that a kernel does to isolate itself; return "" or what was refused. To be asked inside a sandbox."""
    return _said_by_a_fork(lambda: isolation.set_apart(0))


def _said_by_a_fork(action: Callable[[], object]) -> str:
    """Do something in a process set apart; return what it returns, the error that it raises, or "" for nothing."""
    outcome, result = os.pipe()
    try:
        pid = isolation.fork_apart()
    except OSError as error:
        return str(error)
    if pid == 0:
        try:
            said = action() or ""
        except OSError as error:
            said = str(error)
        os.write(result, f"said{said}".encode())
        os._exit(0)
    os.close(result)
    os.waitpid(pid, 0)
    with os.fdopen(outcome, "rb") as file:
        answer = file.read().decode()
    return answer.removeprefix("said") if answer else "the trial process died"


def shortcomings() -> list[str]:
    """Return what the sandbox of this machine cannot do, a sentence each; asked from outside. Raises NoSandbox."""
    command = sandboxed([sys.executable, "-P", "-m", "firsthand.sandbox.trial"])
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=TRIAL_LIMIT_SECONDS)
    return [line for line in done.stdout.splitlines() if line]


def _inside() -> str:
    """Say what is missing, a line each, in a process that has set itself apart."""
    myself = os.open("/proc/self", os.O_RDONLY)
    is_user = not isolation.has_other_users(myself)
    before = _namespace()
    isolation.set_apart(0)
    missing = {
        "the processes of all submissions are counted together, so one that starts very many can cost another a point "
        "(Linux 5.14 or newer counts them apart, where it allows user namespaces in one another)": is_user
        and not (isolation.counts_apart() and before != _namespace()),
        "submissions see no processes of their own in /proc": not Path("/proc/self").exists(),
        "what time a submission waited for a processor is not told, so a busy machine costs it time": not Path(
            "/proc/self/schedstat"
        ).exists()
        and Path("/proc/self").exists(),
        f"no system calls are refused on {os.uname().machine}": not seccomp.is_known_here(),
        "with one processor, submissions cannot be kept from one another's": os.cpu_count() == 1,
    }
    return "\n".join(what for what, is_missing in missing.items() if is_missing)


def _namespace() -> str:
    return os.readlink("/proc/self/ns/user") if Path("/proc/self").exists() else ""


if __name__ == "__main__":
    print(_said_by_a_fork(_inside))
