"""Figures for the tests of pages: Kreise with rates over years, outlines, municipalities."""

from weitblick.evidence import actions, builtin
from weitblick.evidence.importers import Column, Mapping, Role
from weitblick.evidence.models import Area, AreaList, Indicator, Level

KREISE = ["16051", "16052", "16053", "16054", "16055", *(f"160{n}" for n in range(61, 78))]
CSV = "Schlüssel;Jahr;Wert\n"


def plain(code: str, rows: list[tuple[str, int, str]], *, attribution: str = "Amt für Tests"):
    """Take values of an indicator over from a plain table."""
    text = CSV + "".join(f"{area};{year};{value}\n" for area, year, value in rows)
    mapping = Mapping((Column(0, Role.AREA), Column(1, Role.PERIOD),
                       Column(2, Role.VALUE, "Wert", code=code)), source="Test",
                      attribution=attribution)
    return actions.import_file(text.encode(), f"{code}.csv", mapping=mapping).run


def rate(code: str, *, direction: str = "bad", name: str = "", **more) -> Indicator:
    """A rate that can be compared between areas."""
    return Indicator.objects.create(
        code=code, name_de=name or code, short=name or code, unit="%", source="Test",
        direction=direction, dimension="fachkraeftesicherung", **more)


def kreise() -> None:
    """The register as it comes along."""
    builtin.load()


def municipalities(names: dict[str, str], on: str = "2022-12-31") -> None:
    """A complete list of municipalities."""
    builtin.load()
    found = AreaList.objects.create(level=Level.GEMEINDE, within="16", as_of=on)
    for key, name in names.items():
        found.areas.add(Area.objects.create(
            key=key, level=Level.GEMEINDE, name=name, population=1000,
            parent=Area.objects.get(key=key[:5])))
