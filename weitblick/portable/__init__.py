"""A whole process as one file, lossless: export, import, and the same bytes again.

Rows refer to each other by position in the file, never by primary key, so a file can be read into
any installation. Accounts travel as names only: by default a name becomes an account nobody can
sign in with, so that "who wrote this" is kept and nobody gets rights who merely has the same name
(docs/decisions/0016). Secrets of seats and personal codes stay at home.
"""

from weitblick.portable.accounts import a_name_only, the_same
from weitblick.portable.files import FORMAT, VERSION, export_process, import_process
from weitblick.portable.problems import PortableError
from weitblick.portable.rows import Tables, remove_process, tables_of, write_tables
from weitblick.portable.tables import EMPTIED, NOT_EXPORTED, TABLES

__all__ = [
    "EMPTIED",
    "FORMAT",
    "NOT_EXPORTED",
    "TABLES",
    "VERSION",
    "PortableError",
    "Tables",
    "a_name_only",
    "export_process",
    "import_process",
    "remove_process",
    "tables_of",
    "the_same",
    "write_tables",
]
