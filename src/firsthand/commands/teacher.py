"""The commands of a teacher: grade, report and gradebook remove."""

import contextlib
import gc
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from firsthand.authoring.course import CourseNotFound, find_course
from firsthand.commands import handed_out, roster
from firsthand.commands.terminal import Voice, own_temporary_folder, stoppable, warn
from firsthand.errors import UsageError
from firsthand.report.markup import bar, name_text, one_line
from firsthand.sandbox.bubblewrap import NoSandbox, why_no_sandbox

WITHOUT = "Or add --no-sandbox, if you trust every submission with your files, your network and your gradebook."


def grade(options) -> int:
    """Grade what a class handed in; 0 when every submission was graded, 1 when some could not be, 2 for usage."""
    roster.refuse_what_cannot_be_read(options)
    handed_out.as_kept(options)
    with stoppable():
        if not options.no_sandbox:
            return _grade(options)
        with own_temporary_folder():
            return _grade(options)


def _grade(options) -> int:
    started, voice = time.monotonic(), Voice()
    root = _course(options.course)
    with _kernels(options, root) as zygote:  # it imports its libraries meanwhile
        from firsthand.authoring.catalogue import open_course
        from firsthand.authoring.course import lesson_names
        from firsthand.classroom.finding import find_class
        from firsthand.commands.class_list import as_known, folders_beside, keep_beside, keep_files, open_class
        from firsthand.commands.kept import keep_left_out, keep_questions
        from firsthand.gradebook.newest import leave_out_older
        from firsthand.grading.opening import load_course, open_gradebook

        handed_in = find_class(options.submissions, lesson_names(root), options.learner)
        course = open_course(root)
        if zygote:
            load_course(zygote, course)
        variants = handed_out.as_kept(options)
        with open_gradebook(options.out / "gradebook.sqlite", course, options.seed, variants) as gradebook:
            roster.refuse_unknown_lessons(options, gradebook)
            handed_in.submissions = as_known(handed_in.submissions, options.submissions, gradebook)
            beside = folders_beside(options.submissions, options.out)
            class_ = open_class(options, gradebook, handed_in.submissions, beside)
            waiting = _waiting(options, gradebook, handed_in.submissions, class_)
            class_.told += handed_out.told(gradebook, class_)
            _say_who_is_who(voice, handed_in, len(waiting), class_)
            keep_files(class_, gradebook)
            keep_beside(beside, gradebook)
            try:
                if waiting:
                    given = handed_out.given(gradebook, class_)
                    _grade_waiting(options, root, gradebook, waiting, zygote, voice, given)
            except KeyboardInterrupt:
                warn("\nWhat was graded is kept; the same command goes on from there.")
                raise
            leave_out_older(gradebook, handed_in.submissions)
            keep_left_out(options.submissions, handed_in.left_out, gradebook)
            keep_questions(course, gradebook)
            class_ = open_class(options, gradebook, handed_in.submissions)
            return _conclude(options, gradebook, handed_in, class_, time.monotonic() - started, voice)


def _waiting(options, gradebook, submissions, class_):
    """Return what is to be graded: what is new or has changed, or all of those who are graded again and nothing else."""
    if not options.again:
        return [submission for submission in submissions if not gradebook.is_unchanged(submission)]
    again = {class_.find(name) for name in options.again}
    waiting = [submission for submission in submissions if submission.learner in again]
    if missing := again - {submission.learner for submission in waiting}:
        raise UsageError(
            f"Of {name_text(', '.join(sorted(missing)))} there is nothing in what was given, and --again grades what is. "
            "Give it too: grade class.zip --again NAME."
        )
    return waiting


@contextlib.contextmanager
def _kernels(options, root):
    """Begin the process that forks kernels, and end it; None where a cluster grades. Raises UsageError."""
    from firsthand.grading.opening import begin_zygote

    if not options.no_sandbox and (reason := why_no_sandbox()):
        raise UsageError(f"{reason} {WITHOUT}")
    if options.dask:
        yield None
        return
    with contextlib.closing(begin_zygote(root, sandbox=not options.no_sandbox)) as zygote:
        yield zygote


def _course(named) -> Path:
    """Return the course that --course names, else the one here or above. Raises CourseNotFound.

    A folder that is named wrong is not taken for the course above it.
    """
    if named is None:
        try:
            return find_course(Path.cwd())
        except CourseNotFound as error:
            raise CourseNotFound(f"{error} Or name the course: --course PATH.") from None
    root = named.resolve()
    with contextlib.suppress(CourseNotFound):
        if find_course(root) == root:
            return root
    raise CourseNotFound(
        f"No course in {named}: a course has a folder `lessons` and a file `pyproject.toml`. "
        "Name the folder that holds them: --course PATH."
    )


def _say_who_is_who(voice, handed_in, waiting, class_) -> None:
    """Print whose each notebook is taken for and who of the roster that is, before anything is graded."""
    from firsthand.words import count

    submissions = handed_in.submissions
    sources: dict[str, list[str]] = {}
    for submission in submissions:
        sources.setdefault(submission.learner, []).append(name_text(submission.source))
    voice.say(f"{count(len(sources), 'learner')}, {count(len(submissions), 'notebook')}:")
    for learner, own in sources.items():
        voice.say(f"  {name_text(learner)}: {own[0]}{f' and {len(own) - 1} more' if len(own) > 1 else ''}")
    for name in handed_in.kept_apart:
        voice.say(f"  kept apart, since one name had two notebooks of a lesson: {name_text(name)}")
    if handed_in.kept_apart:
        voice.say("  Where that is wrong, say which part of a file's way is the name: --learner '{learner}/*.ipynb'")
    for line in class_.told:
        voice.say(line)
    if waiting < len(submissions):
        voice.say(f"{count(len(submissions) - waiting, 'submission')} unchanged since graded: not run again.")


def _grade_waiting(options, root, gradebook, waiting, zygote, voice, given) -> None:
    from firsthand.authoring.catalogue import fingerprint, open_course
    from firsthand.gradebook.records import Order

    known = fingerprint(open_course(root))
    order = Order(root, gradebook.seed, known, options.limit, options.memory, not options.no_sandbox, given=given)
    with _workers(options, order, waiting, zygote) as (order, make_executor):
        from firsthand.grading.grader import Spread, grade_class

        show = _progress_line(len(waiting), gradebook.exercises, voice)
        for graded in grade_class(waiting, gradebook, Spread(order, make_executor, min(options.workers, len(waiting)))):
            show(graded)


@contextlib.contextmanager
def _workers(options, order, submissions, zygote):
    """Make ready whoever grades; give the order as they need it, and what makes an executor of them."""
    if options.dask:
        from firsthand.grading import cluster

        with contextlib.closing(cluster.connect(options.dask)) as client:
            from firsthand.grading.grader import prepare_for_workers

            prepare_for_workers(order, submissions)  # a course that cannot be graded by is refused here
            yield order, lambda workers: cluster.workers_of(client)
        return
    gc.disable()  # it would go through all that is imported again and again
    from firsthand.grading.grader import local_workers, prepare_for_workers

    try:
        prepare_for_workers(order, submissions, lambda: zygote.is_ready)  # while the zygote imports its own
    finally:
        gc.freeze()
        gc.enable()
    try:
        zygote.wait()
    except NoSandbox as error:
        raise UsageError(f"{error} {WITHOUT}") from None
    yield order.on(zygote.address), local_workers


def _progress_line(total, exercises, voice) -> Callable:
    """Return what shows one more result: a bar with the time left on a terminal, else a line."""
    started, done = time.monotonic(), 0
    possible = {
        lesson: sum(e.points for e in exercises if e.lesson == lesson) for lesson in {e.lesson for e in exercises}
    }

    def show(graded):
        nonlocal done
        done += 1
        result = graded.result
        if voice.is_at_terminal:
            left = (time.monotonic() - started) / done * (total - done)
            end = "\n" if done == total else ""
            voice.say(f"\r{bar(done, total)} {done} of {total}, {left:.0f} s left  ", end=end)
        else:
            earned = sum(score.points for score in result.scores)
            what = f"{earned} of {possible[result.lesson]}" if result.scores else result.status
            what = "handed in untouched" if result.status == "not_attempted" else what
            voice.say(f"{done}/{total} {name_text(result.learner)} {name_text(result.source)}: {what}")

    return show


def _conclude(options, gradebook, handed_in, class_, seconds, voice) -> int:
    from firsthand.gradebook.class_list import standings
    from firsthand.report.exports import what_a_person_does
    from firsthand.words import count

    is_written = _write_report(gradebook, options.out, roster.wanted_lessons(options, gradebook, class_), class_)
    here = {(submission.learner, submission.source) for submission in handed_in.submissions}
    flagged = [(one.name, result) for one in standings(gradebook, class_.list) for result in one.for_a_person]
    lost = [(name, result) for name, result in flagged if (result.learner, result.source) in here]
    where = f" The class: {options.out / 'report' / 'index.html'}" if is_written else ""
    lines = [f"{count(len(handed_in.submissions), 'submission')} in {seconds:.1f} s.{where}"]
    for name, result in lost:
        place = f"{name_text(name)} {name_text(result.source)}"
        lines.append(f"  needs a person: {place}: {one_line(what_a_person_does(result))}")
    for left in handed_in.left_out:
        lines.append(f"  not graded: {name_text(left.place)}: {name_text(left.reason)}")
    voice.say_at_last("\n".join(lines))
    if for_the_lms := roster.give_back(options, gradebook, class_, options.out):
        voice.say_at_last("\n".join(for_the_lms))
    return 1 if lost or handed_in.left_out or not is_written else 0


def _write_report(gradebook, folder, wanted, class_) -> bool:
    """Write the report; say so where that is not possible, since the scores are kept all the same."""
    from firsthand.commands.kept import left_out_of, questions_of
    from firsthand.report.report import ReportNotWritten, write_report

    told = replace(class_.list, left_out=left_out_of(gradebook), questions=questions_of(gradebook))
    try:
        write_report(gradebook, folder, wanted, told)
    except ReportNotWritten as error:
        warn(error)
        return False
    return True


def report(options) -> int:
    """Write the pages and files again from the gradebook, beside it, and with a roster those for the LMS."""
    from firsthand.commands.class_list import OVERRIDES, has_news, keep_files, kept_beside, open_class
    from firsthand.gradebook.gradebook import Gradebook

    folder = options.gradebook.parent
    with Gradebook.read(options.gradebook) as gradebook:
        beside = kept_beside(gradebook, folder)
        class_ = open_class(options, gradebook, beside=beside)
        if OVERRIDES not in class_.files:
            where = " or ".join(name_text(str(one)) for one in beside)
            class_.told.append(f"Decided by a person: nothing, since no overrides.csv is in {where}.")
        is_written = _written_anew(options, gradebook, class_, folder)
        is_news = has_news(class_, gradebook)
    if is_news:
        with Gradebook.reopen(options.gradebook) as gradebook:
            keep_files(class_, gradebook)
    return 0 if is_written else 1


def _written_anew(options, gradebook, class_, folder) -> bool:
    """Write everything from the gradebook and tell of it; False where the report could not be written."""
    if not _write_report(gradebook, folder, roster.wanted_lessons(options, gradebook, class_), class_):
        return False
    lines = roster.give_back(options, gradebook, class_, folder)
    print("\n".join([str(folder / "report" / "index.html"), *class_.told, *lines]))
    return True


def remove(options) -> int:
    """Take a learner out of the gradebook, and write the report anew."""
    from firsthand.commands.class_list import open_class
    from firsthand.gradebook.gradebook import Gradebook
    from firsthand.report.markup import page_name
    from firsthand.words import count

    path = options.out / "gradebook.sqlite"
    with Gradebook.reopen(path) as gradebook:
        class_ = open_class(options, gradebook)
        learner = class_.find(options.name)
        if learner not in class_.joined.learners and learner in {override.learner for override in class_.overrides}:
            raise UsageError(
                f"{class_.files['overrides'][0]} has a row of {learner}, who would be unknown. Take it out there first."
            )
        number = gradebook.remove(learner)
        if not number:
            raise UsageError(f"{learner} handed in nothing, so nothing of theirs is in {path}.")
        print(f"Removed {name_text(learner)}: {count(number, 'submission')}. Graded again, they come back.")
        (options.out / "report" / page_name(learner)).unlink(missing_ok=True)
        class_ = open_class(options, gradebook)
        return 0 if _written_anew(options, gradebook, class_, options.out) else 1
