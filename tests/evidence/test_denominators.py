"""What is hidden does not depend on whether counts or their denominators were brought first.

Ninety-eight of a hundred people give away the two others, so the count is as small as they are.
"""

import pytest

from tests.evidence.tables import flat
from weitblick.evidence import actions, builtin, queries
from weitblick.evidence.models import Indicator

DAY = "2020-12-31"
PART, WHOLE = {"16061": "98", "16062": "60"}, {"16061": "100", "16062": "100"}
SEEN = {"16061": None, "16062": 60}


@pytest.fixture
def share(db, settings, tmp_path):
    settings.DATA = tmp_path
    builtin.load()
    whole = Indicator.objects.get(code="bevoelkerung")
    Indicator.objects.create(
        code="teil", name_de="Teil", name_en="Part", short="Teil", unit="Anzahl", source="Amt",
        is_count=True, min_n=5, denominator_code=whole.code,
        variables=[{"statistic": "99999", "variable": "TEIL"}])


def bring(which: str):
    if which == "whole":
        return actions.import_file(flat([(k, DAY, "", v) for k, v in WHOLE.items()]), "w.csv")
    return actions.import_file(flat([(k, DAY, "", v) for k, v in PART.items()], statistic="99999",
                                    variable="TEIL", label="Teil"), "t.csv")


def seen() -> dict[str, float | None]:
    return {one.area: one.value for one in queries.cells("teil", list(PART))}


@pytest.mark.parametrize("order", [("whole", "part"), ("part", "whole")])
def test_the_order_of_files_makes_no_difference(share, order):
    reports = {which: bring(which).report for which in order}
    assert seen() == SEEN
    assert reports["whole"]["hidden"] == 0, "what is hidden in another table is not of this file"


def test_taking_the_denominators_back_decides_anew(share):
    bring("part")
    run = bring("whole").run
    actions.undo(run)
    assert seen() == {"16061": 98, "16062": 60}
