"""The bubblewrap command that a process is put into, and whether this machine has it."""

import functools
import os
import shutil
import site
import subprocess
import sys
from collections.abc import Collection, Iterable
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
SYSTEM_FOLDERS = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64")
SYSTEM_FILES = (
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/fonts",
    "/etc/localtime",
    "/etc/alternatives",
)
CAPABILITIES = (
    "CAP_SYS_ADMIN",
    "CAP_SETUID",
    "CAP_SETGID",
    "CAP_CHOWN",
    "CAP_KILL",
    "CAP_NET_ADMIN",
    "CAP_SYS_NICE",
    "CAP_SYS_PTRACE",
    "CAP_SETPCAP",
)
"""What the process that forks kernels needs to set them apart and to watch them; each kernel gives all of it up."""

SCRATCH = "/run/work"
ENVIRONMENT = {
    "HOME": SCRATCH,
    "IPYTHONDIR": f"{SCRATCH}/.ipython",
    "LANG": "C.UTF-8",
    "LOKY_MAX_CPU_COUNT": "1",
    "MKL_NUM_THREADS": "1",
    "MPLBACKEND": "agg",
    "MPLCONFIGDIR": f"{SCRATCH}/.matplotlib",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PATH": "/usr/bin:/bin",
    "PYTHONDONTWRITEBYTECODE": "1",
    "TMPDIR": SCRATCH,
}
"""All that a process in a sandbox finds in its environment."""


class NoSandbox(Exception):
    """This machine cannot run a sandbox; the message says why, and what to do about it."""


def sandboxed(command: list[str], hidden: Collection[Path] = (), shown: Iterable[Path] = ()) -> list[str]:
    """Return `command` as it runs in a sandbox: libraries to read, nothing to write, no network, no other process.

    hidden : folders that must not be seen even where they lie inside an installed library, or are this package's own.
    shown : files in those that are seen all the same. Raises NoSandbox when bubblewrap is not installed.
    """
    return [*_bubblewrap(), *_mounts(hidden, shown), *_environment(), "--chdir", "/", "--", *command]


def _bubblewrap() -> list[str]:
    program = shutil.which("bwrap")
    if program is None:
        raise NoSandbox(
            "bubblewrap is not installed, and submissions are run in its sandbox only. Install it (Debian, Ubuntu: "
            "`sudo apt install bubblewrap`; Fedora: `sudo dnf install bubblewrap`)."
        )
    namespaces = ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"]
    if os.geteuid():  # to itself it is root, or bubblewrap would put it where it has no say over its namespaces
        namespaces += ["--unshare-user", "--uid", "0", "--gid", "0"]
    privileges = [word for name in CAPABILITIES for word in ("--cap-add", name)]
    return [program, *namespaces, *privileges, "--new-session", "--as-pid-1", "--hostname", "sandbox"]


def _mounts(hidden, shown) -> list[str]:
    found = ["--tmpfs", "/tmp", "--perms", "0755", "--dir", "/run", "--tmpfs", SCRATCH]
    for folder in SYSTEM_FOLDERS:
        if os.path.islink(folder):
            found += ["--symlink", os.readlink(folder), folder]
        elif os.path.isdir(folder):
            found += ["--ro-bind", folder, folder]
    for name in SYSTEM_FILES:
        found += ["--ro-bind-try", name, name]
    found += _libraries()
    covered = [str(path) for path in _inside(hidden, found)]
    for path in covered:
        found += ["--perms", "0755", "--tmpfs", path]
    for path in map(str, shown):
        found += ["--ro-bind", path, path]
    # What is not read-only is shared by all kernels and has no limit, for an ordinary user's at least.
    read_only = ["/dev", *covered, *(["/tmp"] if tmp_is_taken() else []), "/"]
    return [
        *(*found, "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/dev/shm"),
        *(word for path in read_only for word in ("--remount-ro", path)),
    ]


def _libraries() -> list[str]:
    """Mount the interpreter, the libraries and this package."""
    folders = [*library_folders(), PACKAGE]
    found = []
    for parent in sorted({parent for path in folders for parent in path.parents if parent.name}):
        found += ["--perms", "0755", "--dir", str(parent)]  # a kernel that is no longer root must pass through them
    for path in folders:
        found += ["--ro-bind", str(path), str(path)]
    return found


def tmp_is_taken() -> bool:
    """Say whether libraries are in /tmp, so that a kernel cannot have one of its own."""
    return any(place.is_relative_to("/tmp") for place in (*library_folders(), PACKAGE))


def library_folders() -> list[Path]:
    """Return the folders that the interpreter and its libraries are in; never what was added for this run alone."""
    user = [site.getusersitepackages()] if site.ENABLE_USER_SITE else []
    places = {Path(place).absolute() for place in (sys.base_prefix, sys.prefix, *site.getsitepackages(), *user)}
    return sorted(place for place in places if place.is_dir() and not place.is_relative_to("/usr"))


def _inside(hidden, mounts) -> list[Path]:
    """Return those of `hidden` that a mounted folder would show."""
    shown = [Path(target) for option, target in zip(mounts, mounts[2:], strict=False) if option.startswith("--ro-bind")]
    return [path for path in hidden if path.is_dir() and any(path.is_relative_to(folder) for folder in shown)]


def _environment() -> list[str]:
    words = [word for name, value in ENVIRONMENT.items() for word in ("--setenv", name, value)]
    return ["--clearenv", *words]


@functools.cache
def why_no_sandbox() -> str:
    """Return "" where the sandbox works, else the reason in a sentence or two."""
    try:
        command = sandboxed([sys.executable, "-c", "print('works')"])
    except NoSandbox as error:
        return str(error)
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    if done.stdout.strip() == "works":
        return ""
    return no_namespaces(done.stderr.strip()[:300])


def no_namespaces(refused: str) -> str:
    """Say in words what it means that the system refused to isolate a process."""
    return (
        f"bubblewrap is installed and cannot isolate submissions here: {refused}. Containers and some settings of "
        "Ubuntu's AppArmor forbid it; docs/teaching.md says how to allow it."
    )
