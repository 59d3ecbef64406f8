"""Pure parsers of statistical files: bytes in, rows with their reasons out. No Django here."""
