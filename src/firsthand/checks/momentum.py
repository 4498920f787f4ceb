"""The exercise on momentum of the lesson on gradient descent."""

import numpy as np

from firsthand.checks import descent_results
from firsthand.judging.exercise import Exercise, switched


def _momentum_cases(rng):
    example = (np.array([1.0, 2.0]), np.array([0.5, -1.0]), np.array([3.0, 1.0]), 0.1, 0.4)
    shapes = ((1, 1), (2, 1), (4, 1), (6, 1e-3))
    arrays = [size * rng.normal(0, 1, (3, d)) * [[1], [1], [2]] for d, size in shapes]
    drawn = [(*arrays_of_one, rng.uniform(0.05, 0.4), rng.uniform(0.5, 0.95)) for arrays_of_one in arrays]
    return [example, *drawn, (*rng.normal(0, 1, (3, 3)), rng.uniform(0.002, 0.02), 0.6)]


def _momentum(
    position,
    velocity,
    gradient,
    rate,
    beta,
    *,
    memory=lambda beta, rate: beta,
    weight=lambda rate, beta: rate,
    sign=-1,
    moves=lambda old, new, ahead, rate, beta: new,
    carried=True,
    again=0,
    of=np.asarray,
    still=slice(0),
    swapped=False,
    kept=1,
    gives=lambda position, old, new: (position, new),
):
    rate, beta = (beta, rate) if swapped else (rate, beta)
    gradient = of(gradient) * np.ones(len(gradient))

    def next_velocity(velocity):
        return memory(beta, rate) * velocity + sign * weight(rate, beta) * gradient

    new = next_velocity(velocity)
    move = moves(velocity, new, next_velocity(new), rate, beta) if carried else -rate * gradient
    step = move - again * rate * gradient
    step[still], new[still] = 0, velocity[still]
    return gives(kept * position + step, velocity, new)


momentum_step = Exercise(
    equivalent={
        "def momentum_step(position, velocity, gradient, rate, beta): -> "
        "def momentum_step(position, velocity, rate, gradient, beta):": "a product has no order",
    },
    title="One step with momentum",
    points=1,
    cases=_momentum_cases,
    expected=lambda position, velocity, gradient, rate, beta: (
        np.sum([position, beta * velocity, -rate * gradient], axis=0),
        np.subtract(beta * velocity, rate * gradient),
    ),
    seen=descent_results.in_momentum,
    mistakes=switched(
        _momentum,
        {
            "Your velocity points uphill: the gradient is added to it.": {"sign": 1},
            "In your convention the velocity points uphill and is subtracted. Here it points where you go.": {
                "sign": 1,
                "moves": lambda old, new, ahead, rate, beta: -new,
            },
            "That is PyTorch's form: the velocity points uphill and is subtracted, and the rate comes in when the position moves. Here it "
            "points where you go, and the rate belongs to it.": {
                "sign": 1,
                "weight": lambda rate, beta: 1,
                "moves": lambda old, new, ahead, rate, beta: -rate * new,
            },
            "That is PyTorch's form with the sign in the velocity: the rate comes in when the position moves. Here it belongs to the "
            "velocity.": {"weight": lambda rate, beta: 1, "moves": lambda old, new, ahead, rate, beta: rate * new},
            "`rate` and `beta` have changed places: which of them keeps a part of the old velocity?": {"swapped": True},
            "The position moves by the velocity and by a step along the gradient on top. The step is in the new velocity already.": {
                "again": 1
            },
            "That is a moving average of gradients, not a velocity: the rate and the sign belong into it.": {
                "sign": 1,
                "weight": lambda rate, beta: 1 - beta,
                "moves": lambda old, new, ahead, rate, beta: -rate * new,
            },
            "That is a moving average of gradients with the sign in it, not a velocity: the rate belongs into it, and not 1 - beta.": {
                "weight": lambda rate, beta: 1 - beta,
                "moves": lambda old, new, ahead, rate, beta: rate * new,
            },
            "The whole gradient goes into the velocity. What is `rate` for?": {"weight": lambda rate, beta: 1},
            "The whole gradient is added to the velocity. Which way is downhill, and what is `rate` for?": {
                "sign": 1,
                "weight": lambda rate, beta: 1,
            },
            "You weighted the gradient by 1 - beta, a moving average. The form in the statement has no such factor.": {
                "weight": lambda rate, beta: (1 - beta) * rate
            },
            "beta shrinks the gradient too. It belongs to the old velocity alone.": {
                "weight": lambda rate, beta: beta * rate
            },
            "The old velocity is kept whole. What is beta for?": {"memory": lambda beta, rate: 1},
            "The old velocity is forgotten: that is a step without momentum.": {"memory": lambda beta, rate: 0},
            "You weighted the old velocity by 1 - beta. beta is what is kept of it.": {
                "memory": lambda beta, rate: 1 - beta
            },
            "The position moved by the old velocity. Which one has heard of this gradient?": {
                "moves": lambda old, new, ahead, rate, beta: old
            },
            "The position moved by the rate times the gradient alone. It moves by the new velocity, which remembers more.": {
                "carried": False
            },
            "Your new position is the change alone. Where does it start from?": {"kept": 0},
            "You subtracted the new velocity from the position. It points downhill already.": {
                "moves": lambda old, new, ahead, rate, beta: -new
            },
            "The position moved against the velocity, and by `rate` times it. Here the velocity points downhill, and the rate is "
            "in it already.": {"moves": lambda old, new, ahead, rate, beta: -rate * new},
            "The rate shrinks the move once more. It is in the velocity already.": {
                "moves": lambda old, new, ahead, rate, beta: rate * new
            },
            "The position looks one step further ahead than asked (Nesterov's form). It moves by the new velocity once.": {
                "moves": lambda old, new, ahead, rate, beta: ahead
            },
            "The velocity you hand back is the old one.": {"gives": lambda position, old, new: (position, old)},
            "Only the velocity came back: the new position is asked too, and comes first.": {
                "gives": lambda position, old, new: new
            },
            "Only the position came back. The next step needs the new velocity too: return both.": {
                "gives": lambda position, old, new: position
            },
            "The position is right, and the velocity you hand back has the opposite sign.": {
                "gives": lambda position, old, new: (position, -new)
            },
            "The new velocity comes back first, and the new position is asked first.": {
                "gives": lambda position, old, new: (new, position)
            },
            "The rate multiplies the old velocity too. It belongs to the gradient alone.": {
                "memory": lambda beta, rate: beta * rate
            },
            "The rate multiplies the old velocity too, and the gradient is weighted by 1 - beta. The rate belongs to the gradient alone, "
            "and the form in the statement has no such factor.": {
                "memory": lambda beta, rate: beta * rate,
                "weight": lambda rate, beta: (1 - beta) * rate,
            },
            "You squared beta. One step shrinks the old velocity once.": {"memory": lambda beta, rate: beta**2},
            "You weighted the old velocity by 1 - rate. What is beta for?": {"memory": lambda beta, rate: 1 - rate},
            "The old velocity is subtracted: each step turns it round. What does beta keep of it?": {
                "memory": lambda beta, rate: -beta
            },
            "You squared the rate. The gradient meets it once.": {"weight": lambda rate, beta: rate**2},
            "You divided the gradient by the rate. A smaller rate is meant to give a smaller step.": {
                "weight": lambda rate, beta: 1 / rate
            },
            "You divided the gradient by 1 - beta. The form in the statement has no such factor.": {
                "weight": lambda rate, beta: rate / (1 - beta)
            },
            "The gradient enters twice as large: the factor of the loss is in it already.": {
                "weight": lambda rate, beta: 2 * rate
            },
            "The position moved by beta times the new velocity. beta has shrunk the old one already.": {
                "moves": lambda old, new, ahead, rate, beta: beta * new
            },
            "The position moved by beta times the old velocity. Which one has heard of this gradient?": {
                "moves": lambda old, new, ahead, rate, beta: beta * old
            },
            "The position moved by the old velocity and the new one. It moves by the new one.": {
                "moves": lambda old, new, ahead, rate, beta: old + new
            },
            "The gradient is divided by its norm: steep or flat, it counts the same.": {
                "of": lambda g: g / np.linalg.norm(g)
            },
            "You kept only the sign of the gradient. How steep it is counts too.": {"of": np.sign},
            "Every coordinate has the mean of the gradient. Each has a slope of its own.": {"of": np.mean},
            "Every coordinate has the sum of the gradient. Each has a slope of its own.": {"of": np.sum},
            "The last coordinate stays as it is. Where does your loop end?": {"still": slice(-1, None)},
            "The first coordinate stays as it is. Where does your loop begin?": {"still": slice(0, 1)},
        },
    )
    | {
        "The new position is right, and in the place of the new velocity the old position comes back.": (
            lambda position, velocity, gradient, rate, beta: (
                position + beta * velocity - rate * gradient,
                position,
            )
        ),
        "You take `velocity` for the position before this one, and hand the old position back as the new one of that kind. Here it is "
        "the last move itself.": lambda position, velocity, gradient, rate, beta: (
            position - rate * gradient + beta * (position - velocity),
            position,
        ),
        "beta shrinks the velocity only when the position has moved. What is kept of the old velocity in this move?": (
            lambda position, velocity, gradient, rate, beta: (
                position + velocity - rate * gradient,
                beta * (velocity - rate * gradient),
            )
        ),
        "beta shrinks the velocity only when the position has moved, and the rate comes in when it moves. What is kept of the old "
        "velocity in this move, and where does the rate belong?": lambda position, velocity, gradient, rate, beta: (
            position + rate * (velocity - gradient),
            beta * (velocity - gradient),
        ),
    },
)
