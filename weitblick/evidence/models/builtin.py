"""Which edition of what comes along this database holds."""

from django.db import models


class Builtin(models.Model):
    """One row: the digest of the built-in files that were loaded last."""

    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.digest
