"""What nine systems make of a class: who is who in each of their shapes, and who of the roster that is."""

import zipfile

import pytest

from firsthand.classroom.finding import find_class
from firsthand.classroom.lateness import lateness
from firsthand.errors import UsageError
from firsthand.roster.joining import join
from firsthand.roster.roster_file import parse_roster

LESSONS = ("06_gradient_descent", "09_cross_validation")
FILE = "06_gradient_descent.ipynb"

MOODLE = "Identifier,Full name,Grade,Last modified (grade)\nParticipant 1234567,Ada Lovelace,,\nParticipant 1234568,Zoë Quinn,,\n"
CANVAS = 'Student,ID,SIS User ID,SIS Login ID,Section\n"Lovelace, Ada",901,S1,ada01,A\n"Quinn, Zoë",902,S2,zoe01,A\n'
PLAIN = "Full name,Username,Email address\nAda Lovelace,ada01,ada@x.org\nZoë Quinn,zoe01,zoe@x.org\n"

SHAPES = {
    "Moodle before 4.1": (
        [
            f"Ada Lovelace_1234567_assignsubmission_file_/{FILE}",
            f"Zoë Quinn_1234568_assignsubmission_file_/{FILE}",
        ],
        ["Ada Lovelace", "Zoë Quinn"],
        MOODLE,
        "number",
    ),
    "Moodle from 4.1": (
        [f"Ada Lovelace_1234567_assignsubmission_file/{FILE}", f"Zoë Quinn_1234568_assignsubmission_file/{FILE}"],
        ["Ada Lovelace", "Zoë Quinn"],
        MOODLE,
        "number",
    ),
    "Moodle without folders": (
        [f"Ada Lovelace_1234567_assignsubmission_file_{FILE}", f"Zoë Quinn_1234568_assignsubmission_file_{FILE}"],
        ["Ada Lovelace", "Zoë Quinn"],
        MOODLE,
        "number",
    ),
    "Moodle, anonymous": (
        [f"Participant_{number}_assignsubmission_file/{FILE}" for number in (1234567, 1234568)],
        ["Participant (1234567)", "Participant (1234568)"],
        MOODLE,
        "number",
    ),
    "Canvas": (
        [f"lovelaceada_901_55501_{FILE}", f"quinnzoe_LATE_902_55502_{FILE}"],
        ["lovelaceada", "quinnzoe"],
        CANVAS,
        "number",
    ),
    "Blackboard": (
        [f"Week 6_{user}_attempt_2026-11-20-23-04-10_{FILE}" for user in ("ada01", "zoe01")],
        ["ada01", "zoe01"],
        PLAIN,
        "user",
    ),
    "Google Classroom": (
        [f"Ada Lovelace - {FILE}", f"Zoe Quinn - {FILE}"],
        ["Ada Lovelace", "Zoe Quinn"],
        PLAIN,
        "name (a guess)",
    ),
    "Brightspace": (
        [f"1001-77 - {name} - Nov 20, 2026 904 AM - {FILE}" for name in ("Ada Lovelace", "Zoë Quinn")],
        ["Ada Lovelace", "Zoë Quinn"],
        PLAIN,
        "name (a guess)",
    ),
    "Sakai": (
        [f"Week 6/{name}/Submission attachment(s)/{FILE}" for name in ("Lovelace, Ada(ada01)", "Quinn, Zoe(zoe01)")],
        ["Lovelace, Ada(ada01)", "Quinn, Zoe(zoe01)"],
        PLAIN,
        "user",
    ),
    "ILIAS": (
        [f"Week 6/{name}/20261120230410_{FILE}" for name in ("Lovelace_Ada_ada01_2201", "Quinn_Zoe_zoe01_2202")],
        ["Lovelace_Ada_ada01_2201", "Quinn_Zoe_zoe01_2202"],
        PLAIN,
        "user",
    ),
    "nbgrader": (
        [f"submitted/{user}/ps1/{FILE}" for user in ("ada01", "zoe01")],
        ["ada01", "zoe01"],
        PLAIN,
        "user",
    ),
    "plain folders": (
        [f"{name}/{FILE}" for name in ("Lovelace Ada", "QUINN ZOÉ")],
        ["Lovelace Ada", "QUINN ZOÉ"],
        PLAIN,
        "name (a guess)",
    ),
}


def write(path, name):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'{{"metadata": {{"firsthand": {{"lesson": "06_gradient_descent"}}}}, "cells": ["{name}"]}}')


def laid(tmp_path, names, is_packed):
    for number, name in enumerate(names):
        write(tmp_path / "class" / name, number)
    if not is_packed:
        return tmp_path / "class"
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
        for name in names:
            archive.write(tmp_path / "class" / name, name)
    return tmp_path / "class.zip"


@pytest.mark.parametrize("is_packed", [False, True], ids=["unpacked", "zip"])
@pytest.mark.parametrize("system", SHAPES)
def test_a_class_as_a_system_packs_it_has_its_names_and_joins_its_roster(tmp_path, system, is_packed):
    names, learners, roster, way = SHAPES[system]
    found = find_class([laid(tmp_path, names, is_packed)], LESSONS)
    assert ([one.learner for one in found.submissions], found.left_out, found.kept_apart) == (learners, [], [])
    joined = join(
        parse_roster(tmp_path / "roster.csv", roster), {one.learner: [one.source] for one in found.submissions}
    )
    assert [joined.learners[name].name.replace(",", "").split()[-1] for name in learners] in (
        ["Lovelace", "Quinn"],
        ["Ada", "Zoë"],
    )
    assert set(joined.ways.values()) == {way}
    assert (joined.missing, joined.strangers) == ({}, {})


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (f"quinnzoe_LATE_902_55502_{FILE}", "late"),
        (f"quinnzoe_902_55502_LATE_902_55502_{FILE}", ""),
        (f"Zoe/quinnzoe_LATE_902_55502_{FILE}", ""),
        (f"Week 6_zoe01_attempt_2026-11-20-23-04-10_{FILE}", "handed in 2026-11-20 23:04"),
        (f"Week 6_zoe01_attempt_2026-13-20-23-04-10_{FILE}", ""),
        (f"1001-77 - Zoe - Nov 20, 2026 904 AM - {FILE}", "handed in 2026-11-20 09:04"),
        (f"1001-77 - Zoe - November 2, 2026 1104 PM - {FILE}", "handed in 2026-11-02 23:04"),
        (f"Quinn_Zoe_zoe01_2202/20261120230410_{FILE}", "handed in 2026-11-20 23:04"),
        (f"Zoe/{FILE}", ""),
    ],
)
def test_lateness_is_told_where_the_system_wrote_it_and_nowhere_else(source, said):
    assert lateness(source) == said


@pytest.mark.parametrize("form", ["folder", "zip"])
def test_a_folder_given_alone_belongs_to_the_learner_it_names(tmp_path, form):
    own = tmp_path / "Kofi Mensah_1234697_assignsubmission_file"
    write(own / "more" / FILE, 1)
    given = own
    if form == "zip":
        given = tmp_path / f"{own.name}.zip"
        with zipfile.ZipFile(given, "w") as archive:
            archive.write(own / "more" / FILE, f"more/{FILE}")
    (found,) = find_class([given], LESSONS).submissions
    assert (found.learner, found.source) == ("Kofi Mensah", f"{own.name}/more/{FILE}")
    assert found.read()


@pytest.mark.parametrize(
    ("pattern", "learners"),
    [
        ("{learner}/06*.ipynb", {"ana": f"ana/{FILE}"}),
        ("**/{learner}_hw.ipynb", {"bo": "group 1/bo_hw.ipynb", "cy": "cy_hw.ipynb"}),
        ("{learner}_hw.ipynb", {"bo": "group 1/bo_hw.ipynb", "cy": "cy_hw.ipynb"}),
        ("*/{lesson}.ipynb", None),
        ("{name}/*", None),
    ],
)
def test_the_teachers_pattern_settles_names_and_what_does_not_fit_is_told(tmp_path, pattern, learners):
    everything = (f"ana/{FILE}", "group 1/bo_hw.ipynb", "cy_hw.ipynb")
    for number, name in enumerate(everything):
        write(tmp_path / name, number)
    if learners is None:
        with pytest.raises(UsageError, match="is no pattern"):
            find_class([tmp_path], LESSONS, pattern)
        return
    found = find_class([tmp_path], LESSONS, pattern)
    assert {one.learner: one.source for one in found.submissions} == learners
    assert {left.place for left in found.left_out} == {*everything} - {*learners.values()}


def test_a_name_that_two_peoples_notebooks_would_have_is_told(tmp_path):
    for number, name in enumerate(("a", "b")):
        write(tmp_path / name / "ana" / FILE, number)
    found = find_class([tmp_path / "a", tmp_path / "b"], LESSONS)
    assert len({one.learner for one in found.submissions}) == 2
    assert set(found.kept_apart) == {one.learner for one in found.submissions}
