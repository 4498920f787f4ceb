"""A name of Python's or of a library's that a learner's own cell has overwritten is found, and where."""

import pytest

from firsthand.overwritten import overwritten_names

ANSWER = "def total(x):\n    return np.sum(x) / len(x) + sum(x)"


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (["import numpy as np", "sum = 0"], {"sum": 1}),
        (["import numpy as np", "np = 3", "len, y = 1, 2"], {"np": 1, "len": 1 + 1}),
        (["import numpy as np", "np = 3", "import numpy as np"], {}),
        (["import numpy as np", "for len in range(3):\n    pass"], {"len": 1}),
        (["import numpy as np", "def sum(values):\n    return 0"], {"sum": 1}),
        (["import numpy as np", "def f():\n    sum = 0", "[sum for sum in range(3)]"], {}),
        (["import numpy as np", "max = 0", "%matplotlib inline", "if"], {}),
        (["mean = 3", "x = 1"], {}),
    ],
)
def test_an_overwritten_name_is_found_where_it_was_overwritten(cells, found):
    assert overwritten_names(ANSWER, cells) == found


def test_a_name_that_the_answer_makes_its_own_is_not_meant():
    assert overwritten_names("def f(sum):\n    len = 3\n    return sum + len", ["sum = 0", "len = 1"]) == {}
