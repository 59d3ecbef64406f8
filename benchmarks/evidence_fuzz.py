"""Damaged files by the thousand: no crash, and no number that does not stand in the file.

``python -m benchmarks.evidence_fuzz --variants 200000 [--seed 1] [--start 0] [--json]``

Every variant is one sample with one damage. It must be refused (InputError), or every row must
agree with a second, slow reading of the same bytes (``evidence_oracle``) while every other line
is rejected with a reason or counted; a cut file may only give rows that the whole file gives; the
damage that spreadsheets do must be told, and undone only with consent.
"""

import argparse
import contextlib
import io
import json
import random
import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from benchmarks.evidence_oracle import LAYS, violations
from benchmarks.evidence_samples import Sample, packed, texts
from weitblick.evidence.importers import MENDABLE, InputError, Reading, Rejected, Row, read

Damage = Callable[[bytes, random.Random], bytes]
BYTES = b"0123456789;,.-/x*()\"'\n\r\t \x00\x80\xc3\xe4\xff\x96eE+="


@dataclass(frozen=True)
class Outcome:
    """What became of a variant: refused, marked, or equal; ``wrong`` must stay empty."""

    kind: str
    damage: str
    result: str
    wrong: tuple[str, ...] = ()


def flip(data: bytes, dice: random.Random) -> bytes:
    """One bit turned over."""
    at = dice.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << dice.randrange(8))]) + data[at + 1 :]


def replace(data: bytes, dice: random.Random) -> bytes:
    """One byte replaced by one that means something in tables."""
    at = dice.randrange(len(data))
    return data[:at] + bytes([dice.choice(BYTES)]) + data[at + 1 :]


def insert(data: bytes, dice: random.Random) -> bytes:
    """A byte too many."""
    at = dice.randrange(len(data) + 1)
    return data[:at] + bytes([dice.choice(BYTES)]) + data[at:]


def delete(data: bytes, dice: random.Random) -> bytes:
    """Some bytes lost."""
    at = dice.randrange(len(data))
    return data[:at] + data[at + dice.choice((1, 1, 2, 5, 40)) :]


def several(data: bytes, dice: random.Random) -> bytes:
    """Several small damages at once."""
    for _ in range(dice.randrange(2, 8)):
        data = dice.choice((flip, replace, insert, delete))(data, dice) or b"?"
    return data


def cut(data: bytes, dice: random.Random) -> bytes:
    """The end is missing."""
    return data[: dice.randrange(len(data))]


def tear(data: bytes, dice: random.Random) -> bytes:
    """A line end where none should be."""
    at = dice.randrange(len(data) + 1)
    return data[:at] + b"\n" + data[at:]


def repeat_line(data: bytes, dice: random.Random) -> bytes:
    """A line stands there twice, perhaps elsewhere."""
    lines = data.split(b"\n")
    lines.insert(dice.randrange(len(lines)), dice.choice(lines))
    return b"\n".join(lines)


def drop_line(data: bytes, dice: random.Random) -> bytes:
    """A line is gone."""
    lines = data.split(b"\n")
    del lines[dice.randrange(len(lines))]
    return b"\n".join(lines)


def swap_lines(data: bytes, dice: random.Random) -> bytes:
    """Two lines change places."""
    lines = data.split(b"\n")
    one, two = dice.randrange(len(lines)), dice.randrange(len(lines))
    lines[one], lines[two] = lines[two], lines[one]
    return b"\n".join(lines)


def splice(data: bytes, dice: random.Random) -> bytes:
    """A piece of the file is written over another place."""
    start, at = dice.randrange(len(data)), dice.randrange(len(data))
    piece = data[start : start + dice.randrange(1, 80)]
    return data[:at] + piece + data[at + (len(piece) if dice.random() < 0.5 else 0) :]


def other_encoding(data: bytes, dice: random.Random) -> bytes:
    """One line in another encoding."""
    lines = data.split(b"\n")
    at = dice.randrange(len(lines))
    with contextlib.suppress(UnicodeError):
        lines[at] = lines[at].decode("utf-8").encode("cp1252")
    with contextlib.suppress(UnicodeError):
        lines[at] = lines[at].decode("cp1252").encode("utf-8")
    return b"\n".join(lines)


def other_decimal(data: bytes, dice: random.Random) -> bytes:
    """One decimal sign exchanged."""
    places = [m.start() for m in re.finditer(rb"(?<=\d)[.,](?=\d)", data)]
    if not places:
        return replace(data, dice)
    at = dice.choice(places)
    return data[:at] + (b"," if data[at : at + 1] == b"." else b".") + data[at + 1 :]


def line_ends(data: bytes, dice: random.Random) -> bytes:
    """Other line ends, as another system writes them."""
    plain = data.replace(b"\r\n", b"\n")
    return plain.replace(b"\n", dice.choice((b"\r\n", b"\r", b"\n", b"\n\n")))


def padding(data: bytes, dice: random.Random) -> bytes:
    """Empty cells behind every line, as spreadsheets add them."""
    sign = b"," if b";" not in data.split(b"\n")[0] else b";"
    many = sign * dice.randrange(1, 12)
    return re.sub(rb"(?<!\n)(?=\r?\n)", many, data)


DAMAGES: dict[str, Damage] = {
    one.__name__: one
    for one in (
        flip, replace, insert, delete, several, cut, tear, repeat_line, drop_line, swap_lines,
        splice, other_encoding, other_decimal, line_ends, padding,
    )
}


def excel_zeros(data: bytes) -> bytes:
    """Keys without their leading zeros."""
    return re.sub(rb'(?<=[;\n"])0(?=\d{4}[;"])', b"", data)


def excel_days(data: bytes) -> bytes:
    """Days as a spreadsheet's numbers: 31.12.2019 is 43830."""
    data = data.replace(b"31.12.2019;", b"43830;").replace(b"31.12.2020;", b"44196;")
    return data.replace(b"2024-12-31;", b"45657;")


SPREADSHEET = {
    "lost_leading_zeros": (excel_zeros, ("flat5", "crosstab", "inkar_web")),
    "date_as_number": (excel_days, ("flat5", "crosstab")),
}


@cache
def samples() -> dict[str, Sample]:
    """All samples by their short names."""
    return {**texts(), **packed()}


@cache
def whole(kind: str) -> frozenset[tuple[object, ...]]:
    """What the undamaged sample says."""
    sample = samples()[kind]
    _, items = taken(sample, sample.content)
    return frozenset(said(row) for row in items if isinstance(row, Row))


def said(row: Row) -> tuple[object, ...]:
    """A row without its place."""
    return (row.area_key, row.period_start, row.period_end, row.variable, row.dimensions,
            row.value, row.sign, row.unit, row.scale)


def taken(
    sample: Sample, data: bytes, consent: frozenset[str] = frozenset()
) -> tuple[Reading, list[Row | Rejected]]:
    """A reading with all its items."""
    reading = read(io.BytesIO(data), name=sample.name, mapping=sample.mapping, consent=consent)
    return reading, list(reading.rows)


def variant(number: int, seed: int) -> Outcome:
    """Make and judge one variant."""
    dice = random.Random(f"{seed}:{number}")
    names = list(texts()) if number % 40 else list(packed())
    kind, damage = dice.choice(names), dice.choice(list(DAMAGES))
    sample = samples()[kind]
    if kind not in LAYS or kind == "zip":
        damage = dice.choice(("flip", "replace", "cut", "delete", "splice"))
    data = DAMAGES[damage](sample.content, dice)
    if number % 4 == 0:  # with every consent, too, only InputError may come
        with contextlib.suppress(InputError):
            taken(sample, data, frozenset(MENDABLE))
    return judge(kind, damage, data)


def judge(kind: str, damage: str, data: bytes) -> Outcome:
    """What the importers make of these bytes, and whether it is right."""
    sample = samples()[kind]
    try:
        reading, items = taken(sample, data)
    except InputError:
        return Outcome(kind, damage, "refused")
    wrong: list[str] = []
    rejected = any(isinstance(item, Rejected) for item in items)
    if kind in LAYS and kind != "zip":
        wrong = violations(kind, data, reading, items)
    elif not _archive_is_honest(kind, items):
        wrong = ["an archive gave other rows"]
    if damage in ("cut", "tear"):
        more = {said(row) for row in items if isinstance(row, Row)} - whole(kind)
        wrong += [f"a cut file says more: {one}" for one in more]
    marked = rejected or bool(reading.problems)
    return Outcome(kind, damage, "marked" if marked else "equal", tuple(wrong))


def _archive_is_honest(kind: str, items: list[Row | Rejected]) -> bool:
    """Check sums guard the content: what still opens must say what the whole one says."""
    return {said(row) for row in items if isinstance(row, Row)} <= whole(kind)


def spreadsheet() -> list[Outcome]:
    """The damage of spreadsheets: told without consent, undone with it."""
    outcomes = []
    for code, (damage, kinds) in SPREADSHEET.items():
        for kind in kinds:
            sample = samples()[kind]
            data = damage(sample.content)
            reading, items = taken(sample, data)
            told = [problem.code for problem in reading.problems if problem.needs_consent]
            kept = {said(row) for row in items if isinstance(row, Row)}
            _, mended = taken(sample, data, frozenset({code}))
            wrong = [] if told == [code] and kept < whole(kind) else [f"not told: {code}"]
            if {said(row) for row in mended if isinstance(row, Row)} != whole(kind):
                wrong.append(f"not undone: {code}")
            outcomes.append(Outcome(kind, code, "marked", tuple(wrong)))
    assert set(SPREADSHEET) <= set(MENDABLE)
    return outcomes


def run(variants: int, seed: int, start: int = 0) -> tuple[Counter[str], list[str]]:
    """Judge a range of variants: results by kind of damage, and everything that is wrong."""
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    for number in range(start, start + variants):
        try:
            outcome = variant(number, seed)
        except Exception as error:  # noqa: BLE001  any crash is what we are looking for
            counts["crashed"] += 1
            wrong.append(f"variant {number}: {type(error).__name__}: {error}")
            continue
        counts[outcome.result] += 1
        counts[f"{outcome.damage} {outcome.result}"] += 1
        if outcome.wrong:
            counts["wrong"] += 1
            wrong.append(f"variant {number} ({outcome.kind}, {outcome.damage}): {outcome.wrong[0]}")
    return counts, wrong


def main() -> int:
    """Run and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--variants", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    began = time.perf_counter()
    counts, wrong = run(options.variants, options.seed, options.start)
    extra = [said for outcome in spreadsheet() for said in outcome.wrong]
    report = {
        "variants": options.variants, "seconds": round(time.perf_counter() - began, 1),
        **{key: counts[key] for key in ("refused", "marked", "equal", "wrong", "crashed")},
        "spreadsheet_wrong": len(extra),
        "by_damage": {key: count for key, count in sorted(counts.items()) if " " in key},
        "examples": (wrong + extra)[:20],
    }
    print(json.dumps(report, ensure_ascii=False, indent=None if options.json else 2))
    return 1 if wrong or extra else 0


if __name__ == "__main__":
    raise SystemExit(main())
