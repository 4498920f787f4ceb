"""The gradebook: one SQLite file that holds every score of a course, written by one run at a time."""

import hashlib
import json
import os
import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple
from pathlib import Path

from firsthand.classroom.submission import Submission, Unreadable
from firsthand.gradebook.gradebook_file import (
    GradebookError,
    closed_on_error,
    connect,
    create,
    damaged,
    refuse_read_only,
    refuse_what_is_no_gradebook,
    storable,
    told,
)
from firsthand.gradebook.records import SUPERSEDED, ExerciseInfo, Result, Score

__all__ = ["Gradebook", "GradebookError"]


class Gradebook:
    """An open gradebook; use it in a `with` block.

    course, version : whose scores it holds. seed : what the held-out cases are drawn from; for no learner's eyes.
    exercises : the exercises of the course, in order. path : the file. variants : which were handed out, "7" to
    everybody or "7 each" by the roster, "" where none were.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection):
        self.path, self._connection = path, connection
        with told(path):
            book = dict(connection.execute("SELECT key, value FROM book"))
            rows = connection.execute("SELECT * FROM exercise ORDER BY position").fetchall()
        try:
            self.course, self.version = book["course"], book["version"]
            self.fingerprint, self.seed = book["fingerprint"], int(book["seed"])
        except (KeyError, ValueError):
            raise damaged(path, "it names no course, version, fingerprint or seed") from None
        self.exercises, self.variants = [ExerciseInfo(*row) for row in rows], book.get("variants", "")

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        course: str,
        version: str,
        fingerprint: str,
        exercises: Sequence[ExerciseInfo],
        seed: int | None = None,
        variants: str | None = None,
    ) -> "Gradebook":
        """Open a gradebook for one run of the grader, and make it when there is none; nobody else gets it meanwhile.

        fingerprint identifies the lessons and checks; results kept under another one become stale. So do those of other
        variants; those that it was graded by before are kept where `variants` is None.
        Raises GradebookError, and leaves the file as it was, when it cannot be used.
        """
        path = Path(path)
        if not os.path.lexists(path):
            drawn = secrets.randbits(63) if seed is None else seed
            create(path, {"course": course, "version": version, "fingerprint": fingerprint, "seed": str(drawn)})
        refuse_what_is_no_gradebook(path)
        refuse_read_only(path)
        with closed_on_error(connect(path, for_writing=True)) as connection:
            book = cls(path, connection)
            book._refuse_another(course, seed)
            book._update(version, fingerprint, list(exercises), book.variants if variants is None else variants)
        return book

    @classmethod
    def read(cls, path: Path) -> "Gradebook":
        """Open a gradebook to read it, as it is now. Raises GradebookError."""
        path = Path(path)
        refuse_what_is_no_gradebook(path)
        with closed_on_error(connect(path, for_writing=False)) as connection:
            return cls(path, connection)

    @classmethod
    def reopen(cls, path: Path) -> "Gradebook":
        """Open a gradebook that is there, to keep or remove something in it without the course. Raises GradebookError."""
        path = Path(path)
        refuse_what_is_no_gradebook(path)
        refuse_read_only(path)
        with closed_on_error(connect(path, for_writing=True)) as connection:
            return cls(path, connection)

    def __enter__(self) -> "Gradebook":
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def close(self) -> None:
        """Give the file free for the next run."""
        self._connection.close()

    def is_done(self, learner: str, source: str, digest: str) -> bool:
        """Say whether this very file was graded with the course as it is; what the grader failed on is not done.

        Neither is what newer notebooks have superseded, since those may be gone.
        """
        with told(self.path):
            row = self._connection.execute(
                "SELECT 1 FROM submission WHERE learner = ? AND source = ? AND digest = ? AND fingerprint = ?"
                f" AND status NOT IN ('grader_error', '{SUPERSEDED}') AND NOT EXISTS"
                " (SELECT 1 FROM score WHERE submission = submission.id AND score.status = 'grader_error')",
                storable([learner, source, digest, self.fingerprint]),
            ).fetchone()
        return row is not None

    def is_unchanged(self, submission: Submission) -> bool:
        """Say whether `submission` is done as it is now; what cannot be read is looked at every time."""
        try:
            content = submission.read()
        except Unreadable:
            return False
        return self.is_done(submission.learner, submission.source, hashlib.sha256(content).hexdigest())

    def keep(self, result: Result) -> None:
        """Keep a result in one transaction, in place of what was kept of the same submission. Raises GradebookError."""
        with told(self.path), self._transaction():
            name = storable([result.learner, result.source])
            self._connection.execute("DELETE FROM submission WHERE learner = ? AND source = ?", name)
            cursor = self._connection.execute(
                "INSERT INTO submission (learner, source, digest, lesson, status, reason, notes, seconds, fingerprint)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [*name, *storable(_facts(result)), result.seconds, self.fingerprint],
            )
            rows = [(cursor.lastrowid, number, *storable(astuple(score))) for number, score in enumerate(result.scores)]
            self._connection.executemany("INSERT INTO score VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def results(self) -> Iterator[Result]:
        """Give every result kept, one at a time: by learner, then lesson, then source."""
        scores = f"SELECT {self._of_a_score()} FROM score WHERE submission = ? ORDER BY number"
        submissions = (
            "SELECT id, learner, source, digest, lesson, status, reason, notes, seconds FROM submission"
            " ORDER BY learner, lesson, source"
        )
        with told(self.path):
            for number, *facts, notes, seconds in self._connection.execute(submissions):
                kept = tuple([Score(*row) for row in self._connection.execute(scores, (number,))])
                learner, source, digest, lesson, status, reason = facts
                yield Result(learner, source, digest, lesson, status, reason, self._notes(notes), kept, seconds)

    def _of_a_score(self) -> str:
        """Name the columns of a Score, in its order; a gradebook of the first format, open to be read, lacks the last two."""
        with told(self.path):
            columns = [row[1] for row in self._connection.execute("PRAGMA table_info(score)")]
        return ", ".join(column for column in columns if column not in ("submission", "number"))

    def _notes(self, text) -> tuple[str, ...]:
        try:
            return tuple(json.loads(text))
        except ValueError:
            raise damaged(self.path, "a note in it cannot be read") from None

    def keep_file(self, what: str, path: Path, text: str) -> None:
        """Keep a text file of the teacher's, the roster or the overrides, with where it lay. Raises GradebookError."""
        row = storable([f"file {what}", json.dumps([str(path), text])])
        with told(self.path), self._transaction():
            self._connection.execute("REPLACE INTO book VALUES (?, ?)", row)

    def kept_file(self, what: str) -> tuple[Path, str] | None:
        """Return where a kept file lay, and its text; None when none was kept."""
        with told(self.path):
            row = self._connection.execute("SELECT value FROM book WHERE key = ?", [f"file {what}"]).fetchone()
        if row is None:
            return None
        try:
            path, text = json.loads(row[0])
        except ValueError:
            raise damaged(self.path, f"the file kept as {what} cannot be read") from None
        return Path(path), text

    def with_sentences(self) -> set[str]:
        """Return the names of the exercises that somebody wrote a sentence for, or rejected an option of."""
        asked = "SELECT DISTINCT exercise FROM score WHERE because != '' OR rejected != ''"
        with told(self.path):
            return {name for (name,) in self._connection.execute(asked)}

    def remove(self, learner: str) -> int:
        """Take out all that is kept of a learner; return how many submissions that were. Raises GradebookError."""
        with told(self.path), self._transaction():
            return self._connection.execute("DELETE FROM submission WHERE learner = ?", storable([learner])).rowcount

    def stale(self) -> set[tuple[str, str]]:
        """Return the (learner, source) of what was graded with the lessons and checks as they were before."""
        with told(self.path):
            rows = self._connection.execute(
                "SELECT learner, source FROM submission WHERE fingerprint != ?", (self.fingerprint,)
            )
            return set(rows.fetchall())

    def _refuse_another(self, course, seed) -> None:
        if self.course != course:
            raise GradebookError(
                f"{self.path} holds the scores of the course {self.course!r}, and {course!r} is to be graded. "
                "Grade into another folder: --out DIR."
            )
        if seed is not None and self.seed != seed:
            raise GradebookError(
                f"{self.path} was graded with another seed than the one asked for, and scores of two seeds cannot be "
                "compared. Leave --seed out to go on with the kept one, or grade into another folder: --out DIR."
            )

    def _update(self, version, fingerprint, exercises, variants) -> None:
        """Take over what the course is now; results kept under another fingerprint are stale from here on."""
        fingerprint = f"{fingerprint}, variants {variants}" if variants else fingerprint
        if (self.version, self.fingerprint, self.exercises) == (version, fingerprint, exercises):
            return
        with told(self.path), self._transaction():
            facts = [("version", version), ("fingerprint", fingerprint), ("variants", variants)]
            self._connection.executemany("REPLACE INTO book VALUES (?, ?)", facts)
            self._connection.execute("DELETE FROM exercise")
            rows = [astuple(exercise) for exercise in exercises]
            self._connection.executemany("INSERT INTO exercise VALUES (?, ?, ?, ?, ?, ?)", rows)
        self.version, self.fingerprint, self.exercises = version, fingerprint, exercises
        self.variants = variants

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise


def _facts(result) -> list:
    notes = json.dumps(result.notes)
    return [result.digest, result.lesson, result.status, result.reason, notes]
