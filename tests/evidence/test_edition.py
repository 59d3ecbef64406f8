"""What comes along is loaded again when only its files are new: at a start, without a migration.

Proven: a database of this edition is left alone; one of an earlier edition gets the indicators
that are new in its files; what people changed stays theirs.
"""

import pytest
from django.utils import translation

from weitblick.cli import database
from weitblick.evidence import edition
from weitblick.evidence.models import Builtin, Indicator

pytestmark = pytest.mark.django_db


def start() -> None:
    """What every command does first; it speaks the language of the terminal from then on."""
    with translation.override("de"):
        database.prepare()


def test_after_a_migration_the_database_holds_this_edition():
    assert edition.is_loaded() is True
    assert Builtin.objects.count() == 1


def test_a_start_with_the_same_files_loads_nothing():
    one = Indicator.objects.filter(is_builtin=True).earliest("code")
    Indicator.objects.filter(pk=one.pk).update(unit="Menschen")
    start()
    assert Indicator.objects.get(pk=one.pk).unit == "Menschen"


def test_a_start_with_newer_files_brings_what_is_new_and_leaves_what_is_theirs():
    codes = list(Indicator.objects.order_by("code").values_list("code", flat=True))
    gone, theirs = codes[0], codes[1]
    Indicator.objects.filter(code=gone).delete()
    Indicator.objects.filter(code=theirs).update(unit="ganz eigen", is_builtin=False)
    Builtin.objects.update(digest="0" * 64)
    assert edition.is_loaded() is False
    start()
    assert edition.is_loaded() is True
    assert Indicator.objects.get(code=gone).is_builtin is True
    assert Indicator.objects.get(code=theirs).unit == "ganz eigen"
