"""The tokens keep their promises in both themes: 4.5:1 for every text, 3:1 for every control,
and six fields that stay apart for every kind of colour vision.

Colour vision is simulated with the matrices of Machado, Oliveira and Fernandes (2009, severity
1.0); distance is Euclidean in OKLab (Ottosson 2020) times 100, where 2 is just noticeable.
"""

import itertools
import re
from pathlib import Path

import numpy as np
import pytest

CSS = Path(__file__).parents[2] / "weitblick/faces/static/faces/weitblick.css"
VISION = {
    "normal": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                   [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                     [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
                   [0.004733, 0.691367, 0.303900]],
}
TO_LMS = np.array([[0.4122214708, 0.5363325363, 0.0514459929],
                   [0.2119034982, 0.6806995451, 0.1073969566],
                   [0.0883024619, 0.2817188376, 0.6299787005]])
TO_LAB = np.array([[0.2104542553, 0.7936177850, -0.0040720468],
                   [1.9779984951, -2.4285922050, 0.4505937099],
                   [0.0259040371, 0.7827717662, -0.8086757660]])


def block(selector: str) -> dict[str, str]:
    body = CSS.read_text().split(selector, 1)[1].split("}", 1)[0]
    return dict(re.findall(r"(--[\w-]+): ([^;]+);", body))


def tokens(theme: str) -> dict[str, str]:
    light = block("  :root {")
    found = light if theme == "light" else light | block('  :root[data-theme="dark"] {')
    return {
        name: found[value[4:-1]] if value.startswith("var(") else value
        for name, value in found.items()
    }


def linear(colour: str) -> np.ndarray:
    channels = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    dark, light = sorted(float(linear(c) @ [0.2126, 0.7152, 0.0722]) for c in (one, other))
    return (light + 0.05) / (dark + 0.05)


def seen(colour: str, vision: str) -> np.ndarray:
    light = np.clip(np.array(VISION[vision]) @ linear(colour), 0, 1)
    return TO_LAB @ np.cbrt(TO_LMS @ light)


THEMES = pytest.mark.parametrize("theme", ["light", "dark"])
TEXTS = [
    *((f"--on-field-{i}", f"--field-{i}") for i in range(1, 7)),
    *((f"--on-tone-{i}", f"--tone-{i}") for i in range(1, 8)),
    *itertools.product(
        ("--ink", "--quiet", "--accent", "--warn"), ("--ground", "--paper", "--sunken")
    ),
    ("--ink", "--pinboard"), ("--quiet", "--pinboard"), ("--on-accent", "--accent"),
    ("--on-accent", "--accent-strong"), ("--ink", "--accent-wash"), ("--ink", "--warn-wash"),
]


@THEMES
@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_text_on_its_ground(theme: str, text: str, ground: str) -> None:
    colours = tokens(theme)
    assert contrast(colours[text], colours[ground]) >= 4.5


@THEMES
@pytest.mark.parametrize("ground", ["--ground", "--paper", "--sunken"])
def test_edges_of_controls_and_the_focus_ring(theme: str, ground: str) -> None:
    colours = tokens(theme)
    assert contrast(colours["--edge"], colours[ground]) >= 3
    assert contrast(colours["--accent"], colours[ground]) >= 3


@THEMES
@pytest.mark.parametrize("vision", VISION)
def test_the_six_fields_stay_apart(theme: str, vision: str) -> None:
    colours = tokens(theme)
    fields = [seen(colours[f"--field-{i}"], vision) for i in range(1, 7)]
    nearest = min(np.linalg.norm(a - b) * 100 for a, b in itertools.combinations(fields, 2))
    assert nearest >= 10


def test_dark_by_system_and_dark_by_hand_are_the_same() -> None:
    assert block('  :root:not([data-theme="light"]) {') == block('  :root[data-theme="dark"] {')
