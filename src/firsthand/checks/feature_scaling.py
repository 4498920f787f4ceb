"""The exercise on scaling of the lesson on gradient descent."""

from functools import partial

import numpy as np

from firsthand.checks import descent_results
from firsthand.judging.exercise import Exercise, alone, sizes, switched


def _two_tables(rng):
    tables = [(np.array([[1.0, 10.0], [5.0, 10.0]]), np.array([[7.0, 12.0]]))]
    for n, m, d in ((6, 3, 1), (9, 5, 3), (15, 6, 4), (3, 1, 2), (10, 4, 3)):
        center, spread = rng.normal(0, 40, d), rng.uniform(0.5, 30, d)
        tables.append((rng.normal(center, spread, (n, d)), rng.normal(center + spread, 2 * spread, (m, d))))
    tables[1] = tables[1][0] * 3e-8, tables[1][1] * 3e-8
    tables[2] = tables[2][0] * [1e-11, 1e-18, 1e-5], tables[2][1] * [1e-11, 1e-18, 1e-5]
    tables[3][0][:, :2] = np.sort(tables[3][0][:, :2], axis=0) * [1, -1]  # the extremes first and last
    tables[5][0][-1, :2] = tables[5][0][0, :2]  # first and last alike, and others between
    for which, column, value in ((3, 2, 7.0), (4, 0, 0.1), (5, 2, 0.3)):  # the mean of 0.1, 0.1, 0.1 is rounded
        tables[which][0][:, column] = value
    return tables


_EPS = float(np.finfo(float).eps)


def _range(table, ddof):
    return table.max(axis=0) - table.min(axis=0)


def _train(train, test):
    return train


def _test(train, test):
    return test


def _together(train, test):
    return np.vstack([train, test])


def _longer_than_a_row(train, test):
    return test if len(test) > 1 else train


def _is_constant(table):
    return table.max(axis=0) == table.min(axis=0)


def _never(table):
    return False


def _mean(table):
    return table.mean(axis=0)


def _spread(table, ddof):
    return table.std(axis=0, ddof=ddof)


def _scale(
    train,
    test,
    *,
    mean_of=_train,
    spread_of=_train,
    test_mean_of=None,
    test_spread_of=None,
    shift_test=True,
    divide_test=True,
    constant_in=None,
    center=_mean,
    spread=_spread,
    is_constant=_is_constant,
    ddof=0,
    eps=0.0,
    var_eps=0.0,
    threshold=0.0,
    floor=0.0,
    zero=0.0,
    at_constant=None,
    test_too=True,
    divided_first=False,
    untouched=slice(0),
    tidy=None,
):
    """Scale both tables; `mean_of` and the like say which table a number is taken from.

    is_constant : which columns are not divided. at_constant : what such a column becomes, of the table and its mean.
    untouched : columns that are left as they are.
    """

    def scaled(table, mean_of, spread_of, shift=True, divide=True):
        source = spread_of(train, test)
        mean, divisor = center(mean_of(train, test)), spread(source, ddof=ddof)
        whole = is_constant((constant_in or spread_of)(train, test))
        if var_eps or eps or floor or zero:
            divisor = np.sqrt(divisor**2 + var_eps) if var_eps else np.maximum(divisor + eps, floor)
            divisor = np.where(divisor == 0, zero, divisor)
        whole = whole | (divisor < threshold)
        divisor = np.where(whole | (not divide), 1, divisor)
        result = table / divisor - mean * shift if divided_first else (table - mean * shift) / divisor
        result = np.where(whole, at_constant(table, mean), result) if at_constant else result
        result[:, untouched] = table[:, untouched]
        return tidy(result) if tidy else result

    with np.errstate(all="ignore"):  # a spread of 0, or of 1e-17
        first = scaled(train, mean_of, spread_of)
        if not test_too:
            return first, test
        return first, scaled(test, test_mean_of or mean_of, test_spread_of or spread_of, shift_test, divide_test)


def _without_narrow(least):
    def scaled(train, test):
        keep = train.std(axis=0) > least
        return tuple((t[:, keep] - _mean(train)[keep]) / train.std(axis=0)[keep] for t in (train, test))

    return scaled


_OWN = {"test_mean_of": _test, "test_spread_of": _test}
_BY_LARGEST = {
    "center": lambda table: 0,
    "spread": lambda table, ddof: table.max(axis=0),
    "is_constant": _never,
    "threshold": -np.inf,  # a largest value may lie below 0
}
_WHOLE = {
    "center": np.mean,
    "spread": lambda table, ddof: np.full(table.shape[1], table.std(ddof=ddof)),
}
_SQUEEZED = {"center": lambda table: table.min(axis=0), "spread": _range}
_AS_SKLEARN_DOES = {"threshold": 10 * _EPS}
"""A range below that is taken for none by `MinMaxScaler`."""


def _exactly_0(table):
    return table.std(axis=0) == 0


scale_features = Exercise(
    title="Put features on one scale",
    points=2,
    cases=_two_tables,
    seen=descent_results.in_scaled_tables,
    expected=lambda train, test: [
        (t - train.mean(axis=0)) / [np.std(c) if len({*c}) > 1 else 1 for c in train.T] for t in (train, test)
    ],
    mistakes=switched(
        _scale,
        {
            "You scaled test by its own mean and spread. In the units of which table was the model fitted?": _OWN,
            "You scaled test by its own mean and spread, and used n - 1 in the spreads. In the units of which table was the model "
            "fitted, and which spread is asked (ddof)?": {**_OWN, "ddof": 1},
            "You scaled test by its own mean and spread wherever it has more than one row. In the units of which table was the model "
            "fitted?": {"test_mean_of": _longer_than_a_row, "test_spread_of": _longer_than_a_row},
            "test is shifted by the mean of train, and divided by its own spread. Which numbers may test be scaled by?": {
                "test_spread_of": _test
            },
            "test is shifted by its own mean, and divided by the spread of train. Which numbers may test be scaled by?": {
                "test_mean_of": _test
            },
            "You took mean and spread from train and test together, so test rows have already spoken.": {
                "mean_of": _together,
                "spread_of": _together,
            },
            "You took the mean from train and test together, and the spread from train. Test rows have already spoken.": {
                "mean_of": _together,
            },
            "You took mean and spread from test. The model is fitted on train.": {
                "mean_of": _test,
                "spread_of": _test,
            },
            "Only train is scaled. The model must get test in the same units.": {"test_too": False},
            "You used n - 1 in the spread. This course uses the spread of the data themselves (ddof=0).": {"ddof": 1},
            "You used one mean and one spread for the whole table. Each column has a unit of its own, and may be constant on its own: "
            "which axis?": _WHOLE,
            "You used one mean and one spread for the whole table, and divided the columns that are constant in train too. Each column has "
            "a unit of its own, and may be constant on its own: which axis?": {**_WHOLE, "is_constant": _never},
            "You subtracted one mean of the whole table. Each column has a mean of its own: which axis?": {
                "center": np.mean
            },
            "You divided by one spread of the whole table. Each column has a spread of its own: which axis?": {
                "spread": _WHOLE["spread"]
            },
            "Columns that are constant in train were divided all the same: 0/0 gives NaN, and a spread of 1e-17 huge numbers. "
            "The statement says what to do.": {"is_constant": _never},
            "A constant column is noticed only where its spread comes out as exactly 0. For three values of 0.1 it is 1e-17: "
            "which numbers of a column are free of rounding?": {"is_constant": _exactly_0},
            "Where the spread comes out as exactly 0 you hand a column back as it is: it keeps its mean, which is to be subtracted. "
            "And for three values of 0.1 the spread is 1e-17, not 0.": {
                "is_constant": _exactly_0,
                "at_constant": lambda table, mean: table,
            },
            "{eps} is added to every spread, and a column that is constant in train is divided by what comes out. The statement leaves the "
            "division out.": {
                "eps": sizes(1e-8, 1e-4, 1e-5, 1e-6, 1e-7, 1e-10, 1e-12),
                "is_constant": _never,
            },
            "Columns with a spread near 1e-10 are not divided either. Small numbers that differ are no constant.": {
                "threshold": 1e-8
            },
            "A column that is constant in train kept its mean. Only the division is left out.": {
                "at_constant": lambda table, mean: table
            },
            "A column that is constant in train is set to 0 in test too. Test may differ from the constant.": {
                "at_constant": lambda table, mean: np.zeros_like(table)
            },
            "{var_eps} is added to every variance, and a column that is constant in train is divided by the root of what comes out. The "
            "statement leaves the division out.": {
                "var_eps": sizes(0.01, 1e-5, 1e-6, 1e-8, 1e-9, 1e-10, 1e-12),
                "is_constant": _never,
            },
            "You scaled test by its own mean and spread, and looked for constant columns in train. In the units of which table was the model "
            "fitted?": {**_OWN, "constant_in": _train},
            "You divided before you subtracted the mean: the mean is still in the old units.": {"divided_first": True},
            "You divided by the root of the mean square, from 0. A spread is measured from the mean.": {
                "spread": lambda table, ddof: np.sqrt(np.mean(table**2, axis=0))
            },
            "You divided by the largest distance from the mean. Here standard deviation 1 is asked.": {
                "spread": lambda table, ddof: np.abs(table - _mean(table)).max(axis=0)
            },
            "You divided by the distance between the quartiles. Here standard deviation 1 is asked.": {
                "spread": lambda table, ddof: np.subtract(*np.percentile(table, [75, 25], axis=0))
            },
            "You subtracted the smallest value of each column. Here mean 0 is asked.": {
                "center": lambda table: table.min(axis=0)
            },
            "You squeezed each column between −1 and 1. Here mean 0 and standard deviation 1 are asked.": {
                "center": lambda table: (table.min(axis=0) + table.max(axis=0)) / 2,
                "spread": lambda table, ddof: _range(table, ddof) / 2,
            },
            "The first column is left as it is. With which column does your loop begin?": {"untouched": slice(0, 1)},
            "The last column is left as it is. Where does your loop end?": {"untouched": slice(-1, None)},
            "Numbers further than 3 from 0 are cut off in yours. Outliers stay where they are.": {
                "tidy": lambda table: np.clip(table, -3, 3)
            },
            "test was not shifted by the mean of train. Where train was centred before, that mean is 0 by then: keep it first.": {
                "shift_test": False
            },
            "test was not divided by the spread of train. Where train was scaled before, that spread is 1 by then: keep it "
            "first.": {"divide_test": False},
            "You took mean and spread from train and test together, and looked for constant columns in train. Test rows have "
            "already spoken.": {"mean_of": _together, "spread_of": _together, "constant_in": _train},
            "You divided by the variance. The unit does not cancel: what has the same unit as the data?": {
                "spread": lambda table, ddof: table.var(axis=0, ddof=ddof)
            },
            "You subtracted the means and stopped. The columns still differ in spread.": {
                "spread": lambda table, ddof: np.ones(table.shape[1])
            },
            "You divided by the spreads but did not subtract the means.": {"center": lambda table: 0},
            "You squeezed each column between its smallest and largest value. Here mean 0 and standard deviation 1 are asked.": {
                **_SQUEEZED,
            },
            "You divided by the mean distance from the mean. Here standard deviation 1 is asked.": {
                "spread": lambda table, ddof: np.abs(table - _mean(table)).mean(axis=0)
            },
            "You divided by the length of each column, which grows with n. Here standard deviation 1 is asked.": {
                "spread": lambda table, ddof: np.linalg.norm(table - _mean(table), axis=0)
            },
            "You subtracted the medians. Here mean 0 is asked.": {"center": partial(np.median, axis=0)},
            "You divided by the range, largest less smallest. Here standard deviation 1 is asked.": {"spread": _range},
            "You squeezed each column between its smallest and largest value, as `MinMaxScaler` does. Here mean 0 and standard "
            "deviation 1 are asked.": {
                **_SQUEEZED,
                **_AS_SKLEARN_DOES,
            },
            "A column counts as constant in yours where its first and last value agree. Values between them may differ.": {
                "is_constant": lambda table: table[0] == table[-1]
            },
            "A column that is constant in train was set to 0 before its mean was subtracted, so it holds minus that mean.": {
                "at_constant": lambda table, mean: np.broadcast_to(-mean, table.shape)
            },
            "You divided each column by its largest value. Here mean 0 and standard deviation 1 are asked.": _BY_LARGEST,
        },
    )
    | alone(
        switched(
            _scale,
            {
                "You turned NaN and infinity into numbers afterwards. Where a column is constant in train, leave the division "
                "out instead.": {"is_constant": _never, "tidy": np.nan_to_num},
                "You turned NaN and infinity into 0 afterwards. Where a column is constant in train, leave the division out "
                "instead.": {
                    "is_constant": _never,
                    "tidy": lambda table: np.nan_to_num(table, posinf=0, neginf=0),
                },
                "Columns with a spread near 1e-17 are not divided either. Small numbers that differ are no constant, and which "
                "spread is rounding depends on how large the numbers are.": {"threshold": 1e-12},
                "Columns with a spread near 1e-4 are not divided either. Small numbers that differ are no constant.": {
                    "threshold": 1e-3
                },
                "{zero} stands in for a spread of exactly 0, and where a column is constant in train, test is divided by that, or by "
                "what rounding left. The statement leaves the division out.": {
                    "zero": sizes(1e-6, 1e-8),
                    "is_constant": _never,
                },
                "{eps} is added to every spread, and a column that is constant in train is divided by what comes out. The statement leaves the "
                "division out.": {
                    "eps": sizes(0.01, 1e-3, 1e-9, 1e-11, 1e-14, 1e-15, 1e-16, _EPS),
                    "is_constant": _never,
                },
                "{var_eps} is added to every variance, and a column that is constant in train is divided by the root of what comes out. The "
                "statement leaves the division out.": {
                    "var_eps": sizes(1e-20, 1e-16, _EPS, 1e-15, 1e-14, 1e-7, 1e-4, 1e-3),
                    "is_constant": _never,
                },
                "{eps} is added to the spread of a column that varies. Nothing of that kind is asked.": {
                    "eps": sizes(1e-3, 1e-4, 1e-6, 1e-8, 1e-10, 1e-12)
                },
                "{var_eps} is added to the variance of a column that varies. Nothing of that kind is asked.": {
                    "var_eps": sizes(0.01, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-14, 1e-15, 1e-16)
                },
                "No spread is taken to be below {floor}, and a column that is constant in train is divided by what comes out. The statement leaves "
                "the division out.": {
                    "floor": sizes(1e-6, 1e-8, 1e-10, 1e-12, _EPS, 1e-20, 1e-30),
                    "is_constant": _never,
                },
                "You divided each column by its largest value, and test by its own. Here mean 0 and standard deviation 1 are asked, and "
                "test in the units of train.": {**_BY_LARGEST, **_OWN},
                "Each table is scaled by its own mean and spread, and one of fewer than three rows becomes 0. In the units of which table "
                "was the model fitted?": {
                    **_OWN,
                    "is_constant": _exactly_0,
                    "at_constant": lambda table, mean: np.zeros_like(table),
                    "tidy": lambda table: table if len(table) > 2 else 0 * table,
                },
            },
        )
    )
    | {
        "A column that is constant in train was set to 0 before its mean was subtracted, and in train it holds minus that mean.": lambda train, test: (
            np.where(_is_constant(train), -_mean(train), _scale(train, test)[0]),
            _scale(train, test)[1],
        ),
        "You scaled each row. A row mixes units: which axis runs down a column?": lambda train, test: tuple(
            _scale(table.T, table.T)[0].T for table in (train, test)
        ),
        **{
            f"Columns of train whose spread is {least} are missing. They keep their place: only the division is left out, and that "
            "only where a column is constant.": _without_narrow(number)
            for least, number in (("exactly 0", 0), ("no more than 1e-12", 1e-12), ("no more than 1e-8", 1e-8))
        },
        "A column that is constant in train is missing. It keeps its place: only its division is left out.": lambda train, test: (
            tuple(table[:, ~_is_constant(train)] for table in _scale(train, test))
        ),
    },
)
