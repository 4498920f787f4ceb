"""An answer nobody has begun: how a stub is told from an answer, and how it shows in a transcript."""

import types

BLANK = '{"type":"ellipsis"}'
"""How a `...` that nobody has replaced shows in a transcript."""


def is_blank(answer) -> bool:
    """Say whether a function or class is still the stub: a body with nothing in it but `...`."""
    if isinstance(answer, type):
        methods = [item for item in vars(answer).values() if isinstance(item, types.FunctionType)]
        return bool(methods) and all(map(is_blank, methods))
    if not isinstance(answer, types.FunctionType):
        return False
    code = answer.__code__  # `return 5` after a docstring differs from a stub in its constants only
    return code.co_code == _BLANK[bool(answer.__doc__)] and code.co_consts[-1] is None


def _blank(): ...  # what a stub compiles to


def _blank_with_docstring():
    """A docstring takes the first place among a function's constants."""


_BLANK = {False: _blank.__code__.co_code, True: _blank_with_docstring.__code__.co_code}
