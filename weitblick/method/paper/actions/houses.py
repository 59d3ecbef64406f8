"""The house style of a process: colours and face, logos, the template for Word."""

import base64

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from weitblick.exports.document import DocumentError, plain
from weitblick.exports.render import RenderError, Writer, in_worker
from weitblick.method.paper.models import HouseLogo, HouseStyle
from weitblick.workshop.models import Process

SECONDS = 20
TEMPLATE_CHECK = Writer("weitblick.exports.docx", "check_template")
LOGO_DRAWN = Writer("weitblick.exports.logos", "png")
MOST_FUNDERS = 12
MOST_TEMPLATE = 2_000_000


@transaction.atomic
def set_house(process: Process, **given: str) -> HouseStyle:
    """Colours (already checked by the form), face, imprint and the line of the funders."""
    cleaned = {name: plain(value).strip() for name, value in given.items()}
    return HouseStyle.objects.update_or_create(process=process, defaults=cleaned)[0]


def add_logo(
    process: Process, content: bytes, description: str, *, is_funder: bool = False
) -> HouseLogo:
    """A logo of the house, which replaces the earlier one, or of a funder beside the others."""
    if not plain(description).strip():
        raise ValidationError(_("Bitte sagen Sie, wessen Logo es ist: Das hören alle, die das "
                                "Papier vorgelesen bekommen."))
    data = _drawn(content)
    with transaction.atomic():
        style = HouseStyle.objects.get_or_create(process=process)[0]
        if not is_funder:
            style.logos.filter(is_funder=False).delete()
        elif style.logos.filter(is_funder=True).count() >= MOST_FUNDERS:
            raise ValidationError(_("Es sind schon %d Logos. Mehr passen nicht.") % MOST_FUNDERS)
        return HouseLogo.objects.create(
            style=style, is_funder=is_funder, data=data,
            description=plain(description).strip()[:200],
        )


def drop_logo(logo: HouseLogo) -> None:
    """Take a logo out of the house style."""
    logo.delete()


def set_template(process: Process, name: str, content: bytes) -> HouseStyle:
    """The house's own Word template (.docx); its styles are used, its text is not."""
    if len(content) > MOST_TEMPLATE:
        raise ValidationError(_("Die Vorlage ist größer als 2 MB. Bitte löschen Sie Bilder aus "
                                "ihrem Text; die in Kopf- und Fußzeile bleiben."))
    try:
        in_worker(TEMPLATE_CHECK, content, seconds=SECONDS)
    except DocumentError as problem:
        missing = problem.params.get("names")
        raise ValidationError(_(
            "In der Vorlage fehlen Formatvorlagen: %s. Benutzen Sie jede einmal in Word und "
            "speichern Sie die Datei."
        ) % ", ".join(map(str, missing)) if isinstance(missing, list) else _(
            "Das ist keine Word-Datei (.docx).")) from problem
    except RenderError as problem:
        raise ValidationError(_("Die Vorlage lässt sich nicht lesen.")) from problem
    style = HouseStyle.objects.get_or_create(process=process)[0]
    style.template, style.template_name = base64.b64encode(content).decode(), plain(name)[:120]
    style.save(update_fields=["template", "template_name"])
    return style


def drop_template(process: Process) -> None:
    """Word files look like ours again."""
    HouseStyle.objects.filter(process=process).update(template="", template_name="")


def _drawn(content: bytes) -> str:
    try:
        return in_worker(LOGO_DRAWN, content, seconds=SECONDS)
    except DocumentError as problem:
        words = {
            "logo-size": _("Das Bild ist zu groß. Bis 2 MB sind möglich."),
        }
        raise ValidationError(words.get(problem.code, _(
            "Das ist kein Bild, das wir lesen können. Möglich sind PNG, JPEG und SVG."
        ))) from problem
    except RenderError as problem:
        raise ValidationError(_("Das Bild lässt sich nicht lesen.")) from problem
