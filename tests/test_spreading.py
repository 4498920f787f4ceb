"""What this suite promises of itself: who shares a process, and whose turn it is."""

from types import SimpleNamespace

import promises
import pytest
import spreading
from conftest import ROOT


class Process:
    """Stands for one of xdist's: keeps what it is given to run."""

    shutting_down = False
    gateway = SimpleNamespace(id="a process")

    def __init__(self):
        self.given = []

    def send_runtest_some(self, indices):
        self.given += indices

    def shutdown(self):
        self.shutting_down = True


def spread(tests, processes, pytestconfig) -> list[list[str]]:
    """Give tests out as xdist does, each done before the next is given; return what each process ran."""
    settings = SimpleNamespace(option=SimpleNamespace(), getvalue=lambda name: [f"{processes}*popen"])
    scheduler = pytestconfig.hook.pytest_xdist_make_scheduler(config=settings, log=None)
    nodes = [Process() for _ in range(processes)]
    for node in nodes:
        scheduler.add_node(node)
    for node in nodes:
        scheduler.add_node_collection(node, tests)
    scheduler.schedule()
    done = [0] * processes
    while any(count < len(node.given) for count, node in zip(done, nodes, strict=True)):
        for i, node in enumerate(nodes):
            if done[i] < len(node.given):
                scheduler.mark_test_complete(node, node.given[done[i]])
                done[i] += 1
    return [[tests[index] for index in node.given] for node in nodes]


def test_the_tests_of_a_file_share_a_process_and_long_ones_stand_alone(pytestconfig):
    files = ["tests/kernels/test_hostile.py", "tests/grading/test_graft.py", "tests/test_tables.py"]
    long = [f"tests/{spreading.EACH_BY_ITSELF[0]}::test_{i}" for i in range(60)]
    tests = [f"{file}::test_it[{i}@x]" for file in files for i in range(20)] + long
    ran = spread(tests, 2, pytestconfig)
    assert sorted(ran[0] + ran[1]) == sorted(tests)
    where = [{test.split("::")[0] for test in mine} for mine in ran]
    assert where[0] & where[1] == {f"tests/{spreading.EACH_BY_ITSELF[0]}"}


def test_every_file_that_is_named_is_there():
    named = [ROOT / "tests" / file for file in (*spreading.LONG_FILES, *spreading.EACH_BY_ITSELF)]
    named += [promises.PACKAGE / f"{name}.py" for name in sorted(promises.OF_ALL_LESSONS)]
    assert [path for path in named if not path.exists()] == []


def due_after(commits, changed, monkeypatch) -> set[str]:
    answers = {"rev-list": str(commits), "diff": changed, "ls-files": ""}
    monkeypatch.setattr(promises, "_git", lambda command, *_: answers[command])
    return promises.due()


def test_a_lesson_that_changed_is_due_and_turns_fill_up_what_it_leaves(monkeypatch):
    changed = "\n".join(f"lessons/{name}/lesson.py" for name in promises.LESSONS[2:6])
    assert due_after(1, changed, monkeypatch) == set(promises.LESSONS[2:6])
    alone = due_after(1, f"exercises/{promises.LESSONS[-1]}.ipynb", monkeypatch)
    assert promises.LESSONS[-1] in alone
    assert len(alone) == promises.EACH_TIME


@pytest.mark.parametrize(
    ("changed", "lesson"),
    [
        ("datasets/bikes.py", "01_learning_from_data"),
        ("networks.py", "15_neural_networks"),
        ("vision.py", "16_computer_vision"),
    ],
)
def test_a_lesson_whose_data_or_model_changed_is_due(monkeypatch, changed, lesson):
    due = due_after(0, f"src/firsthand/{changed}", monkeypatch)
    assert lesson in due
    assert len(due) <= 5  # not all of them


def test_by_turns_every_lesson_is_due_and_each_commit_pays_for_as_many(monkeypatch):
    turns = [due_after(commits, "", monkeypatch) for commits in range(len(promises.LESSONS))]
    assert {len(turn) for turn in turns} == {promises.EACH_TIME}
    assert set.union(*turns) == set(promises.LESSONS)


def test_a_room_of_the_package_that_changed_is_told(monkeypatch):
    due_after(0, "src/firsthand/judging/values.py\nsrc/firsthand/plots.py\nlessons/ruff.toml", monkeypatch)
    assert promises.rooms_changed() == {"judging"}


def test_where_git_cannot_tell_every_lesson_is_due(monkeypatch):
    monkeypatch.setattr(promises, "_git", lambda *_: None)
    assert promises.due() == set(promises.LESSONS)
    assert {"judging", "auditing"} <= promises.rooms_changed()
