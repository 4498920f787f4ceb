"""What a command says instead of a traceback."""


class UsageError(Exception):
    """A command cannot do what it was asked; the message says what was found, what was expected, what to do next."""
