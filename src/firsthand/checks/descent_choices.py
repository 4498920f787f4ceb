"""Exercises of the lesson on gradient descent in which learners choose."""

from firsthand.judging.exercise import choice_exercise

_RISES = "never rises. With a rate that is too high the loss grows."


_SMOOTH = "there is no jitter at all in it. What makes two runs of the same data jump or not?"


read_the_curve = choice_exercise(
    title="Read the loss curves",
    points=1,
    right={"A": "minibatch noise", "B": "too low", "C": "too high", "D": "good", "E": "too low"},
    tempting={
        (
            "A",
            "too high",
        ): "A: it jitters, but it does not grow. It fell fast, then stays in a band: what is random in a step?",
        (
            "A",
            "good",
        ): "A: it falls no more, and still jumps from step to step. A full-batch run at a good rate is smooth.",
        ("A", "too low"): "A: it fell in the first steps, which a rate that is too low cannot do.",
        ("B", "good"): "B: it is smooth and it falls, but look how high it still is after the last step.",
        ("B", "too high"): f"B: it {_RISES}",
        ("B", "minibatch noise"): f"B: {_SMOOTH}",
        ("C", "minibatch noise"): "C: look at the numbers on its axis. Noise stays in a band; this grows without end.",
        ("C", "too low"): "C: look at the numbers on its axis. The loss grows.",
        ("C", "good"): "C: look at the numbers on its axis. Is the loss smaller at the end than at the start?",
        ("D", "too low"): "D: it is flat because it has arrived, not because it crawls. Compare where it and B end.",
        ("D", "too high"): f"D: it {_RISES}",
        ("D", "minibatch noise"): f"D: {_SMOOTH}",
        ("E", "good"): "E: it has come a long way; is it done? Compare its last ten steps, and where it ends, with D.",
        ("E", "too high"): f"E: it {_RISES}",
        ("E", "minibatch noise"): f"E: {_SMOOTH}",
    },
)


choose_optimizer = choice_exercise(
    title="Choose the way down",
    points=1,
    right={"A": "closed form", "B": "minibatch", "C": "full batch", "D": "closed form"},
    tempting={
        (
            "A",
            "minibatch",
        ): "A: it needs a rate and a schedule, and ends near the answer. How long does `lstsq` take on 400 rows?",
        (
            "A",
            "full batch",
        ): "A: it would do, with a rate and a stopping rule to choose. Is there a route with neither?",
        ("B", "full batch"): "B: one step reads all 80 million rows, 20 minutes, so the hour ends after three steps.",
        ("B", "closed form"): "B: no formula has the minimum of a log loss; and the table does not fit into memory.",
        ("C", "minibatch"): "C: at a fixed rate noise keeps the gradient above 1e-6, and another seed ends elsewhere.",
        ("C", "closed form"): "C: setting the gradient of the log loss to zero gives equations that no formula solves.",
        (
            "D",
            "minibatch",
        ): "D: many rows alone rule nothing out, and noise spoils the sixth digit. What does a solve cost?",
        (
            "D",
            "full batch",
        ): "D: a step is 100 million multiplications, 10 seconds are 100 steps. How far do they get there?",
    },
)
