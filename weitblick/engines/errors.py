"""The one error the engines raise for input they cannot use.

The message is stable English for notebooks and logs; ``code`` and ``params`` let a face say the
same in its own language.
"""

from __future__ import annotations


class InputError(ValueError):
    """Input that an engine refuses, with where it is and how to mend it.

    ``code`` is a stable short word such as ``"value_outside_scale"``; ``params`` holds the values
    named in the message (positions count from 0).
    """

    def __init__(self, code: str, message: str, **params: object) -> None:
        super().__init__(message)
        self.code = code
        self.params = params
