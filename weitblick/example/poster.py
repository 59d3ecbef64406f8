"""The poster one table made for its story: drawn here, so that it shows no real place."""

import io
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

from weitblick.example.stage import Stage
from weitblick.voices import attachments

SIZE = (1200, 900)
SCENARIO = "letzter-bus"
DESCRIPTION = (
    "Beispielbild, für die Vorführung gezeichnet: ein Plakat in Abendfarben. Vor dunklen Hügeln "
    "steht ein Haltestellenschild, am Himmel der Mond, auf der Straße fährt kein Bus. Darüber "
    "steht: Der letzte Bus."
)
DUSK, GLOW, INK, ROAD, MOON = "#2b3a55", "#d98e5f", "#1d2433", "#3d4152", "#f3e6c8"
SIGN, LEAF = "#e7c34a", "#2f6b4f"


def hang_poster(stage: Stage) -> None:
    """The poster is attached to the story, described, and released for the public page."""
    story = stage.scenarios[SCENARIO].stories.get()
    photo = SimpleUploadedFile("plakat.png", drawn(), content_type="image/png")
    for one in attachments.attach(story.item.card, photos=[photo], description=DESCRIPTION):
        attachments.release(one, True)


def drawn() -> bytes:
    """The picture as PNG, the same each time."""
    picture = Image.linear_gradient("L").resize(SIZE)
    picture = Image.composite(Image.new("RGB", SIZE, GLOW), Image.new("RGB", SIZE, DUSK), picture)
    draw = ImageDraw.Draw(picture)
    _landscape(draw)
    _stop(draw)
    _letters(draw)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _landscape(draw: ImageDraw.ImageDraw) -> None:
    draw.ellipse((880, 90, 1010, 220), fill=MOON)
    for left, top, colour in ((-200, 520, "#3b4a4f"), (420, 560, "#324246"), (-60, 620, "#283739")):
        draw.ellipse((left, top, left + 1000, top + 700), fill=colour)
    draw.polygon([(0, 900), (520, 640), (600, 640), (760, 900)], fill=ROAD)
    chance = Random(SCENARIO)
    for _window in range(9):
        x, y = chance.randint(700, 1150), chance.randint(610, 690)
        draw.rectangle((x, y, x + 9, y + 12), fill=SIGN)


def _stop(draw: ImageDraw.ImageDraw) -> None:
    draw.rectangle((268, 420, 282, 800), fill=INK)
    draw.ellipse((205, 300, 345, 440), fill=SIGN, outline=LEAF, width=14)
    draw.text((275, 370), "H", font=ImageFont.load_default(92), fill=LEAF, anchor="mm")
    draw.rounded_rectangle((225, 470, 325, 570), 8, fill=MOON)
    draw.text((275, 520), "17:40", font=ImageFont.load_default(34), fill=INK, anchor="mm")


def _letters(draw: ImageDraw.ImageDraw) -> None:
    draw.text((60, 60), "Der letzte Bus", font=ImageFont.load_default(104), fill=MOON)
    draw.text((64, 190), "Plakat zur Geschichte", font=ImageFont.load_default(40), fill=MOON)
    draw.text((1140, 850), "Beispielbild", font=ImageFont.load_default(36), fill=MOON, anchor="rs")
