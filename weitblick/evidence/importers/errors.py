"""The one error an importer raises for a file it cannot use as a whole."""


class InputError(ValueError):
    """A file that cannot be read, with what is wrong, where, and how to mend it.

    The message is stable English; ``code`` (such as ``"unknown_format"``) and ``params`` let a
    face say the same in its own language. ``params["line"]`` counts from 1; 0 is the whole file.
    """

    def __init__(self, code: str, message: str, **params: object) -> None:
        super().__init__(message)
        self.code = code
        self.params = params
