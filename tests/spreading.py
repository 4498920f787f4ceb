"""How tests are spread over processes: what shares a fixture stays together, what takes longest begins first.

xdist's own groups do not hold with pytest 9.2 (pytest-dev/pytest-xdist#1386), and it knows of no order.
"""

from xdist.scheduler import LoadScopeScheduling

LONG_FILES = (
    "kernels/test_hostile.py",
    "browser/test_report_page.py",
    "lessons/test_colab.py",
    "lessons/test_graded.py",
    "lessons/test_scored.py",
    "grading/test_grader.py",
    "browser/test_panel.py",
    "browser/test_site.py",
    "lessons/test_nbgrader.py",
    "commands/test_terminal.py",
    "building/test_build.py",
    "kernels/test_kernel.py",
    "commands/test_commands.py",
)
"""The longest first, so that at the end no process has one of them left to do alone."""

EACH_BY_ITSELF = ("lessons/test_nbval.py", "lessons/test_lessons.py", "lessons/test_audit_of_lessons.py")
"""Files whose tests share nothing, each of which takes long."""


class Together(LoadScopeScheduling):
    """Gives a process one file at a time, or one test of those that stand by themselves."""

    def _split_scope(self, nodeid):
        file = _file_of(nodeid)
        return nodeid if file in EACH_BY_ITSELF else file


def longest_first(nodeid: str) -> int:
    """Return a key to sort tests by."""
    file = _file_of(nodeid)
    return LONG_FILES.index(file) if file in LONG_FILES else len(LONG_FILES)


def _file_of(nodeid) -> str:
    return nodeid.split("::")[0].removeprefix("tests/")
