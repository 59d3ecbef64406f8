"""The house style of a process as the writers take it. Reading only."""

import base64

from weitblick.exports.document import House, Logo, plain
from weitblick.exports.house import Face
from weitblick.method.paper.models import HouseFace, HouseLogo, HouseStyle
from weitblick.workshop.models import Process


def style_of(process: Process) -> HouseStyle:
    """The house style of a process; one that is not stored yet is ours."""
    found = HouseStyle.objects.filter(process=process).prefetch_related("logos").first()
    return found or HouseStyle(process=process)


def house_of(process: Process) -> tuple[House, str]:
    """Colours, face and logos for the writers, and the imprint of all papers."""
    style = style_of(process)
    logos = list(style.logos.all()) if style.pk else []
    own = next((_logo(one) for one in logos if not one.is_funder), None)
    funders = tuple(_logo(one) for one in logos if one.is_funder)
    face: Face = "sans" if style.face == HouseFace.SANS else "book"
    house = House(style.accent, style.ground, face, own, plain(style.funding), funders)
    return house, style.imprint


def template_of(process: Process) -> bytes | None:
    """The house's own Word template."""
    stored = style_of(process).template
    return base64.b64decode(stored) if stored else None


def _logo(row: HouseLogo) -> Logo:
    return Logo(plain(row.description), row.data)
