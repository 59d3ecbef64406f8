"""Where people live, typed line by line: "Name; Menschen; Breite; Länge"."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from weitblick.monitoring.ways import Points

MOST = 2000


def typed_points(text: str, source: str = "") -> Points:
    """The points of a text; errors name the line."""
    rows = [(number, line) for number, line in enumerate(text.splitlines(), start=1)
            if line.strip()]
    if len(rows) > MOST:
        raise ValidationError(_("%(n)d Zeilen sind zu viele, möglich sind %(most)d.") % {
            "n": len(rows), "most": MOST})
    found = [_point(number, line) for number, line in rows]
    if not found:
        raise ValidationError(_("Bitte tragen Sie mindestens einen Ort ein."))
    keys = [f"h{at}" for at in range(1, len(found) + 1)]
    return Points(
        {"keys": keys, "people": [one[1] for one in found], "lat": [one[2] for one in found],
         "lon": [one[3] for one in found]},
        dict(zip(keys, (one[0] for one in found), strict=True)),
        (source.strip(),) if source.strip() else (),
    )


def _point(number: int, line: str) -> tuple[str, float, float, float]:
    parts = [part.strip() for part in line.split(";")]
    wrong = _("Zeile %d: Schreiben Sie Name; Menschen; Breite; Länge, zum Beispiel "
              "„Musterdorf; 420; 50,91; 10,72“.") % number
    if len(parts) != 4 or not parts[0]:
        raise ValidationError(wrong)
    try:
        people, lat, lon = (float(part.replace(" ", "").replace(",", ".")) for part in parts[1:])
    except ValueError:
        raise ValidationError(wrong) from None
    if not (0 <= people < 1e8 and 45 <= lat <= 56 and 4 <= lon <= 17):
        raise ValidationError(_("Zeile %d: Die Lage ist nicht in Deutschland oder nahebei, oder "
                                "die Zahl der Menschen ist negativ.") % number)
    return parts[0], people, lat, lon
